export const id = 183;
export const ids = [183];
export const modules = {

/***/ 3312:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ZX: () => (/* binding */ orGitHubError),
/* harmony export */   x5: () => (/* binding */ refusal),
/* harmony export */   y_: () => (/* binding */ GitHubError)
/* harmony export */ });
/* harmony import */ var _http_network_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1585);
/* harmony import */ var _http_retry_after_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7344);
/* harmony import */ var _text_json_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5666);
/* harmony import */ var _text_plain_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4854);
/* harmony import */ var _time_duration_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(570);





/** A request to GitHub that brought no usable response. The message has GitHub's own reason. */
class GitHubError extends Error {
    name = 'GitHubError';
    kind;
    /** Undefined when there was no response. */
    status;
    /** The pause before the same request can be sent again, in milliseconds; undefined when that is of no use. */
    pauseMs;
    constructor(kind, message, status, pauseMs) {
        super(message);
        this.kind = kind;
        this.status = status;
        this.pauseMs = kind === 'refused' ? undefined : (pauseMs ?? 0);
    }
}
/** How much of GitHub's own text is shown. */
const LONGEST_REASON = 400;
/** What GitHub asks for after a rate limit that comes without a time. */
const DEFAULT_PAUSE_MS = 60_000;
/**
 * The error that a response other than 2xx stands for.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 * @param nowMs the wall time, for a response without a `Date`
 */
function refusal(response, nowMs) {
    const { status, headers } = response;
    const reason = reasonIn(response);
    const text = reason === undefined ? `HTTP ${status}` : `HTTP ${status}, ${reason}`;
    const pauseMs = limitMs(response, reason, nowMs);
    if (pauseMs !== undefined) {
        const again = `rate-limited by GitHub for another ${(0,_time_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .formatDuration */ .a3)(pauseMs)}`;
        return new GitHubError('rate-limited', `${text} (${again})`, status, pauseMs);
    }
    if (status >= 500 || status === 408)
        return new GitHubError('unavailable', text, status, (0,_http_retry_after_js__WEBPACK_IMPORTED_MODULE_3__/* .retryAfterMs */ .V)(headers, nowMs));
    return new GitHubError('refused', text, status);
}
/** The response to a request, or its error as a value; what is no problem of GitHub or the network is thrown on. */
async function orGitHubError(call) {
    try {
        return await call;
    }
    catch (error) {
        if (error instanceof GitHubError)
            return error;
        if (error instanceof _http_network_js__WEBPACK_IMPORTED_MODULE_0__/* .ConnectionFailure */ .l)
            return new GitHubError('unavailable', error.message);
        throw error;
    }
}
/** How long the rate limit lasts; undefined when it is not the reason. */
function limitMs(response, reason, nowMs) {
    const { status, headers } = response;
    if (status !== 403 && status !== 429)
        return undefined;
    const askedMs = (0,_http_retry_after_js__WEBPACK_IMPORTED_MODULE_3__/* .retryAfterMs */ .V)(headers, nowMs);
    if (askedMs !== undefined)
        return askedMs;
    const resetMs = Number(headers['x-ratelimit-reset']) * 1000 - (0,_http_retry_after_js__WEBPACK_IMPORTED_MODULE_3__/* .responseMs */ .w)(headers, nowMs);
    if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(resetMs))
        return Math.max(resetMs, 1_000);
    return status === 429 || /rate limit/i.test(reason ?? '') ? DEFAULT_PAUSE_MS : undefined;
}
/** GitHub's own words: the message, and those of the fields that it refused. */
function reasonIn({ body }) {
    const json = (0,_text_json_js__WEBPACK_IMPORTED_MODULE_4__/* .jsonIn */ .Yf)(body.toString('utf8'));
    if (!(0,_text_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isJsonObject */ .OW)(json))
        return undefined;
    const errors = Array.isArray(json['errors']) ? json['errors'] : [];
    const details = errors.map((error) => ((0,_text_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isJsonObject */ .OW)(error) ? error['message'] : error));
    const texts = [json['message'], ...details].filter((text) => typeof text === 'string' && text !== '');
    return texts.length === 0 ? undefined : (0,_text_plain_js__WEBPACK_IMPORTED_MODULE_1__/* .shortened */ .vI)(texts.join(': '), LONGEST_REASON).replace(/\.$/, '');
}


/***/ }),

/***/ 4183:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  GitHubStatusPublisher: () => (/* binding */ GitHubStatusPublisher),
  cannotPublish: () => (/* binding */ cannotPublish)
});

// EXTERNAL MODULE: ./build/time/aborted-later.js
var aborted_later = __webpack_require__(6124);
// EXTERNAL MODULE: ./build/time/duration.js
var duration = __webpack_require__(570);
;// CONCATENATED MODULE: ./build/github/earlier-attempt.js
/**
 * What the statuses of a commit show about earlier attempts. Descriptions that do not verify are ignored. The order
 * of the list does not count: the highest attempt does, then its highest number. So a status that somebody publishes
 * again changes nothing. What an attempt only attached to is not taken over.
 * @param attempt the current attempt
 */
function earlierIn(published, descriptions, attempt) {
    const records = published
        .map((description) => descriptions.read(description))
        .filter((record) => record !== undefined && record.attempt < attempt);
    if (records.some((record) => records.some((other) => isOfAnotherStep(record, other))))
        return SHARED;
    const started = records.filter(({ origin }) => origin === 'started').sort(newestFirst)[0];
    return started ? { kind: 'execution', jobExecutionId: started.jobExecutionId } : { kind: 'none' };
}
/**
 * Two records with one number in one attempt come from two steps that have the same identity: in a composite
 * action, or in a reusable workflow that runs twice.
 */
function isOfAnotherStep(one, other) {
    const isSameStatus = one.attempt === other.attempt && one.sequence === other.sequence;
    return isSameStatus && (one.jobExecutionId !== other.jobExecutionId || one.origin !== other.origin);
}
function newestFirst(one, other) {
    return other.attempt - one.attempt || other.sequence - one.sequence;
}
const SECOND_START = 'Without them a start might be the second one.';
const SHARED = {
    kind: 'unreadable',
    reason: 'Two steps of this workflow run publish the same commitStatus and have the same workflow job, step and matrixIndex (for example in a composite action, or in a reusable workflow that runs twice).',
    nextStep: 'Give each step its own commitStatus name and start a new workflow run. A re-run cannot find out which execution belongs to which step.',
};
/** No statuses can be read, since something that is needed is missing. */
function withoutStatuses(missing, nextStep) {
    const reason = `${missing}: the commit statuses of the earlier attempt cannot be read. ${SECOND_START}`;
    return { kind: 'unreadable', reason, nextStep };
}
/** Reading the statuses failed. */
function unreadable(error) {
    const reason = `The commit statuses of the earlier attempt could not be read: ${error.message}. ${SECOND_START}`;
    return { kind: 'unreadable', reason, nextStep: nextStepAfter(error) };
}
/** What a person can do about a request that GitHub refused, or that failed. */
function nextStepAfter({ kind, status }) {
    if (kind === 'rate-limited')
        return 'Re-run the workflow job when the rate limit of GitHub is over.';
    if (kind === 'unavailable')
        return 'Re-run the workflow job when GitHub can be reached again.';
    if (status === 401)
        return 'Check githubToken: GitHub does not accept it.';
    if (status === 403 || status === 404) {
        return 'Give the workflow job the permission statuses: write. The token of a pull request from a fork cannot have it.';
    }
    return 'Check commitStatus, githubToken and the commit of this workflow run.';
}

// EXTERNAL MODULE: ./build/github/github-error.js
var github_error = __webpack_require__(3312);
;// CONCATENATED MODULE: ./build/github/status-publisher.js




/** How long the statuses of earlier attempts may take to be read. */
const READING_MS = 120_000;
/** The step waits no longer than this for one status to be published. */
const PUBLISHING_MS = 4_000;
/** The same once the step is cancelled: the runner ends it soon. */
const PUBLISHING_AFTER_CANCEL_MS = 500;
const STATES = {
    success: 'success',
    failure: 'failure',
    cancelled: 'failure',
    timed_out: 'failure',
    started: 'pending',
    not_started: 'error',
    unknown: 'error',
};
/** Publishes to GitHub. A status that cannot be published costs one warning in all, and never the verdict. */
class GitHubStatusPublisher {
    #options;
    #published = Promise.resolve();
    #sequence = 0;
    #hasWarned = false;
    constructor(options) {
        this.#options = options;
    }
    async earlier() {
        const { statuses, descriptions, attempt, log, clock, cancelled } = this.#options;
        if (attempt < 2)
            return { kind: 'none' };
        const onRetry = ({ message }, pauseMs) => log.info(`The commit statuses could not be read: ${message}. Trying again in ${(0,duration/* formatDuration */.a3)(pauseMs)}.`);
        const patience = { untilMs: clock.elapsedMs() + READING_MS, signal: cancelled, onRetry };
        try {
            return earlierIn(await statuses.descriptions(patience), descriptions, attempt);
        }
        catch (error) {
            if (!(error instanceof github_error/* GitHubError */.y_))
                throw error;
            // The step ends with an error about it: a warning that publishing fails too would add nothing.
            this.#hasWarned = true;
            return unreadable(error);
        }
    }
    pending(jobExecutionId, how) {
        this.#publish('pending', { jobExecutionId, how, state: 'started' });
    }
    async finish({ jobExecutionId = '', status, conclusion, how = 'started' }) {
        if (conclusion === 'skipped')
            return;
        this.#publish(STATES[conclusion], { jobExecutionId, how, state: status ?? conclusion });
        await this.#published;
    }
    /** One after the other, so that the last word is the last. */
    #publish(state, about) {
        const { descriptions, attempt } = this.#options;
        const { jobExecutionId } = about;
        this.#sequence += 1;
        const origin = jobExecutionId === '' ? 'none' : about.how;
        const record = { attempt, sequence: this.#sequence, jobExecutionId, origin };
        const status = { state, description: descriptions.write(record, about.state) };
        this.#published = this.#published.then(() => this.#send(status));
    }
    async #send(status) {
        const { statuses, clock, cancelled } = this.#options;
        const signal = (0,aborted_later/* abortedLater */.W)(cancelled, PUBLISHING_AFTER_CANCEL_MS);
        try {
            await statuses.publish(status, { untilMs: clock.elapsedMs() + PUBLISHING_MS, signal });
        }
        catch (error) {
            this.#warn(error);
        }
    }
    #warn(error) {
        if (this.#hasWarned)
            return;
        this.#hasWarned = true;
        const isCancelled = this.#options.cancelled.aborted && !(error instanceof github_error/* GitHubError */.y_);
        const why = isCancelled ? 'no time was left after the cancel' : messageOf(error);
        const next = error instanceof github_error/* GitHubError */.y_ ? ` ${nextStepAfter(error)}` : '';
        this.#options.log.warning(`The commit status could not be published: ${why}.${next} ${CONSEQUENCE}`);
    }
}
const CONSEQUENCE = 'The result of this step does not depend on it. A re-run of the workflow job may not find the execution and then starts another one.';
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
/**
 * A publisher that cannot publish: a first attempt gets one warning and goes on, a later one must not start.
 * @param missing what is missing, without a full stop
 */
function cannotPublish({ attempt, log }, missing, nextStep) {
    if (attempt < 2)
        log.warning(`${missing}: no commit status is published. ${nextStep} ${CONSEQUENCE}`);
    return {
        earlier: async () => (attempt < 2 ? { kind: 'none' } : withoutStatuses(missing, nextStep)),
        pending: () => undefined,
        finish: async () => undefined,
    };
}


/***/ })

};
