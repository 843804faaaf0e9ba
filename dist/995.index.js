export const id = 995;
export const ids = [995];
export const modules = {

/***/ 2995:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   StatusPublisher: () => (/* binding */ StatusPublisher)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _execution_outcome_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8269);
/* harmony import */ var _text_json_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5666);
/* harmony import */ var _text_plain_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4854);
/* harmony import */ var _time_aborted_later_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6124);
/* harmony import */ var _time_clock_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5786);






/** GitHub's limit. */
const LONGEST_DESCRIPTION = 140;
const LONGEST_JOB_NAME = 40;
/** GitHub may take so long for one call; the step waits no longer for it. */
const LIMIT_MS = 5_000;
/** Once it did not answer in time, and when the step is being cancelled, there is less. */
const SHORT_LIMIT_MS = 500;
const STATES = {
    success: 'success',
    failure: 'failure',
    cancelled: 'failure',
    timed_out: 'failure',
    started: 'pending',
    not_started: 'error',
    unknown: 'error',
};
/**
 * Keeps a commit status in step with the execution. Whatever GitHub answers costs one warning at the most, and
 * never the verdict.
 */
class StatusPublisher {
    #options;
    #before = Promise.resolve();
    #hasWarned = false;
    #isSlow = false;
    constructor(options) {
        this.#options = options;
    }
    /** The execution that an earlier attempt of this run and job has published, or undefined. */
    async earlierExecutionId() {
        const { statuses, run } = this.#options;
        if (run.attempt < 2)
            return undefined;
        const descriptions = (await this.#orWarn((signal) => again(() => statuses.published(signal), signal))) ?? [];
        const end = this.#about('');
        const newest = descriptions.find((description) => description.endsWith(end));
        return newest === undefined ? undefined : /^Execution ([^\s:]+):/.exec(newest)?.[1];
    }
    /** The execution is known: pending. Does not wait for GitHub. */
    pending(jobExecutionId) {
        this.#publish('pending', `Execution ${jobExecutionId}: under way`);
    }
    /** The result is known. Waits until GitHub has answered, or has had its time. */
    async finish(result) {
        const conclusion = (0,_execution_outcome_js__WEBPACK_IMPORTED_MODULE_1__/* .conclusionOf */ .v)(result);
        if (conclusion === 'skipped')
            return;
        const { jobExecutionId, execution } = result;
        const text = jobExecutionId
            ? `Execution ${jobExecutionId}: ${execution?.status ?? conclusion}`
            : `No execution: ${conclusion}`;
        this.#publish(STATES[conclusion], text);
        await this.#before;
    }
    /** One after the other, so that the last word is the last. */
    #publish(state, text) {
        const { statuses } = this.#options;
        const description = this.#about(text);
        this.#before = this.#before.then(async () => {
            await this.#orWarn((signal) => statuses.publish({ state, description }, signal));
        });
    }
    /** A description that names the Data Flow job and the workflow's job, as it is read again on a re-run. */
    #about(text) {
        const { jobId, run, start } = this.#options;
        const names = [jobId, run.job ?? ''].map((name) => (0,_text_plain_js__WEBPACK_IMPORTED_MODULE_2__/* .shortened */ .vI)(name, LONGEST_JOB_NAME));
        const end = ` (${[...names, fingerprint(start)].join(', ')})`;
        return (0,_text_plain_js__WEBPACK_IMPORTED_MODULE_2__/* .shortened */ .vI)(text, LONGEST_DESCRIPTION - end.length) + end;
    }
    async #orWarn(call) {
        const { cancelled, log } = this.#options;
        const limit = AbortSignal.any([
            AbortSignal.timeout(this.#isSlow ? SHORT_LIMIT_MS : LIMIT_MS),
            (0,_time_aborted_later_js__WEBPACK_IMPORTED_MODULE_4__/* .abortedLater */ .W)(cancelled, SHORT_LIMIT_MS),
        ]);
        try {
            return await call(limit);
        }
        catch (error) {
            if (!this.#hasWarned)
                log.warning(`${whyNot(error, limit)} The result of the step does not depend on it.`);
            this.#hasWarned = true;
            this.#isSlow ||= limit.aborted;
            return undefined;
        }
    }
}
const TRIES = 3;
const PAUSE_MS = 500;
/** Reading is tried again: a hiccup would start the job a second time. */
async function again(call, signal) {
    for (let tries = 1;; tries += 1) {
        try {
            return await call();
        }
        catch (error) {
            const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
            if (tries >= TRIES || status < 500)
                throw error;
            await _time_clock_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m.sleep(PAUSE_MS * tries, signal);
        }
    }
}
/** Short, and the same for the same start. */
function fingerprint(start) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update((0,_text_json_js__WEBPACK_IMPORTED_MODULE_5__/* .stringifyJson */ .sd)(start)).digest('hex').slice(0, 8);
}
function whyNot(error, limit) {
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 0;
    const what = 'The commit status could not be read or published';
    if (limit.aborted)
        return `${what}: GitHub did not answer in time.`;
    if (status === 403 || status === 404) {
        return `${what} (HTTP ${status}): give the job the permission statuses: write. The token of a pull request from a fork cannot have it.`;
    }
    return `${what}: ${error instanceof Error ? error.message : String(error)}.`;
}


/***/ })

};
