/** A signal that follows another one after some time: what is under way may still come to its end. */
export function abortedLater(signal: AbortSignal, ms: number): AbortSignal {
  const delayed = new AbortController();
  const follow = () => setTimeout(() => delayed.abort(signal.reason), ms).unref();
  if (signal.aborted) follow();
  else signal.addEventListener('abort', follow, { once: true });
  return delayed.signal;
}
