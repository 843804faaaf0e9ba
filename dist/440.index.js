export const id = 440;
export const ids = [440];
export const modules = {

/***/ 4440:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CommitStatuses: () => (/* binding */ CommitStatuses)
/* harmony export */ });
/* harmony import */ var _http_retry_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4675);
/* harmony import */ var _text_json_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5666);
/* harmony import */ var _github_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3312);



const LONGEST_REQUEST_MS = 30_000;
/** GitHub's limit. */
const PAGE_LIMIT = 100;
/**
 * The two requests of GitHub's API that commit statuses need, on github.com or GitHub Enterprise Server. Both are sent
 * again after 5xx, a lost connection or a rate limit, as long as there is time: two equal statuses do no harm.
 * https://docs.github.com/rest/commits/statuses
 */
class CommitStatuses {
    #access;
    #commit;
    #name;
    constructor(access, commit, name) {
        this.#access = access;
        this.#commit = commit;
        this.#name = name;
    }
    /** @throws GitHubError; the signal's reason when it is aborted */
    async publish({ state, description }, patience) {
        const { url, sha } = this.#commit;
        const body = JSON.stringify({ state, description, context: this.#name, target_url: url });
        await this.#call({ method: 'POST', path: `statuses/${encodeURIComponent(sha)}`, body }, patience);
    }
    /**
     * The descriptions of all statuses of this name at the commit, of whatever run.
     * @throws GitHubError; the signal's reason when it is aborted
     */
    async descriptions(patience) {
        const found = [];
        for (let page = 1;; page += 1) {
            const query = `per_page=${PAGE_LIMIT}&page=${page}`;
            const path = `commits/${encodeURIComponent(this.#commit.sha)}/statuses?${query}`;
            const { body, headers } = await this.#call({ method: 'GET', path }, patience);
            const statuses = listIn(body) ?? [];
            for (const { context: name, description } of statuses) {
                if (name === this.#name && typeof description === 'string')
                    found.push(description);
            }
            if (isLastPage(headers, statuses.length))
                return found;
            if (this.#access.clock.elapsedMs() >= patience.untilMs)
                throw new _github_error_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_('unavailable', `the list has more than ${page} pages`);
        }
    }
    async #call(call, patience) {
        const { clock, random } = this.#access;
        const outcome = await (0,_http_retry_js__WEBPACK_IMPORTED_MODULE_1__/* .untilSettled */ .QJ)(() => (0,_github_error_js__WEBPACK_IMPORTED_MODULE_0__/* .orGitHubError */ .ZX)(this.#send(call, patience)), {
            clock,
            random,
            untilMs: patience.untilMs,
            signal: patience.signal,
            maximumTries: Number.POSITIVE_INFINITY,
            retryAfterMs: (tried) => (tried instanceof _github_error_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_ ? tried.pauseMs : undefined),
            onRetry: (tried, pauseMs) => {
                if (tried instanceof _github_error_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_)
                    patience.onRetry?.(tried, pauseMs);
            },
        });
        if (outcome instanceof _github_error_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_)
            throw outcome;
        return outcome;
    }
    async #send({ method, path, body }, { untilMs, signal }) {
        const { send, clock, userAgent, token } = this.#access;
        const api = new URL(this.#commit.apiUrl);
        const response = await send({
            method,
            origin: api.origin,
            path: `${api.pathname.replace(/\/$/, '')}/repos/${this.#commit.repository}/${path}`,
            headers: {
                accept: 'application/vnd.github+json',
                authorization: `token ${token}`,
                'user-agent': userAgent,
                'x-github-api-version': '2022-11-28',
                ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            },
            body,
            timeoutMs: Math.max(Math.min(untilMs - clock.elapsedMs(), LONGEST_REQUEST_MS), 1),
            signal,
        });
        if (response.status < 200 || response.status > 299)
            throw (0,_github_error_js__WEBPACK_IMPORTED_MODULE_0__/* .refusal */ .x5)(response, clock.wallMs());
        if (method === 'GET' && listIn(response.body) === undefined)
            throw new _github_error_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_('unavailable', 'a response that is no list of statuses', response.status);
        return response;
    }
}
/** A Link header says whether there is more; without one (a proxy may drop it) a page that is not full is the last. */
function isLastPage({ link }, count) {
    return link === undefined ? count < PAGE_LIMIT : !/rel="?next"?/.test(link);
}
function listIn(body) {
    const json = (0,_text_json_js__WEBPACK_IMPORTED_MODULE_2__/* .jsonIn */ .Yf)(body.toString('utf8'));
    return Array.isArray(json) ? json.map((item) => ((0,_text_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isJsonObject */ .OW)(item) ? item : {})) : undefined;
}


/***/ }),

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


/***/ })

};
