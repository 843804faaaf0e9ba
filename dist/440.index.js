export const id = 440;
export const ids = [440];
export const modules = {

/***/ 4440:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CommitStatuses: () => (/* binding */ CommitStatuses),
/* harmony export */   GitHubError: () => (/* binding */ GitHubError)
/* harmony export */ });
/* harmony import */ var _text_json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5666);

/** GitHub refused a call. */
class GitHubError extends Error {
    name = 'GitHubError';
    status;
    constructor({ status, body }) {
        const { message } = objectOf(body.toString('utf8'));
        super(typeof message === 'string' ? `HTTP ${status}, ${message}` : `HTTP ${status}`);
        this.status = status;
    }
}
/** Whoever calls has a shorter patience of their own, and a signal for it. */
const LONGEST_CALL_MS = 30_000;
const PAGE_LIMIT = 100;
/** A commit can have 1000 statuses of one name. */
const MOST_PAGES = 10;
/**
 * The two calls of GitHub's API that commit statuses need, on github.com or GitHub Enterprise Server, over the
 * action's own network: octokit would bring a second HTTP stack for them, and 0.2 MB more to download.
 */
class CommitStatuses {
    #access;
    #run;
    #name;
    constructor(access, run, name) {
        this.#access = access;
        this.#run = run;
        this.#name = name;
    }
    async publish({ state, description }, signal) {
        const { url, sha = '' } = this.#run;
        const body = JSON.stringify({ state, description, context: this.#name, target_url: url });
        await this.#call('POST', `statuses/${encodeURIComponent(sha)}`, { body, signal });
    }
    /** Descriptions of the statuses of this name that this run has published, the newest first. */
    async published(signal) {
        const { url, sha = '' } = this.#run;
        const found = [];
        for (let page = 1; page <= MOST_PAGES; page += 1) {
            const path = `commits/${encodeURIComponent(sha)}/statuses?per_page=${PAGE_LIMIT}&page=${page}`;
            const answer = (0,_text_json_js__WEBPACK_IMPORTED_MODULE_0__/* .parseJson */ .qF)((await this.#call('GET', path, { signal })).body.toString('utf8'));
            const statuses = Array.isArray(answer) ? answer.map(object) : [];
            for (const { context: name, target_url, description } of statuses) {
                if (name === this.#name && target_url === url && typeof description === 'string')
                    found.push(description);
            }
            if (statuses.length < PAGE_LIMIT)
                break;
        }
        return found;
    }
    async #call(method, path, rest) {
        const { send, userAgent, token } = this.#access;
        const api = new URL(this.#run.apiUrl);
        const headers = {
            accept: 'application/vnd.github+json',
            authorization: `token ${token}`,
            'content-type': 'application/json',
            'user-agent': userAgent,
            'x-github-api-version': '2022-11-28',
        };
        const target = `${api.pathname.replace(/\/$/, '')}/repos/${this.#run.repository}/${path}`;
        const limits = { timeoutMs: LONGEST_CALL_MS, signal: rest.signal };
        const answer = await send({ method, origin: api.origin, path: target, headers, ...rest, ...limits });
        if (answer.status < 200 || answer.status > 299)
            throw new GitHubError(answer);
        return answer;
    }
}
function object(value) {
    return (0,_text_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isJsonObject */ .OW)(value) ? value : {};
}
/** The JSON object that a text holds; an empty one when it holds none. */
function objectOf(text) {
    try {
        return object((0,_text_json_js__WEBPACK_IMPORTED_MODULE_0__/* .parseJson */ .qF)(text));
    }
    catch {
        return {};
    }
}


/***/ })

};
