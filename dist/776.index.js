export const id = 776;
export const ids = [776];
export const modules = {

/***/ 9776:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CommitStatuses: () => (/* binding */ CommitStatuses),
/* harmony export */   GitHubError: () => (/* binding */ GitHubError),
/* harmony export */   workflowRun: () => (/* binding */ workflowRun)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var _text_json_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5666);


/** Read from the environment and the event; what is not there stays undefined. */
function workflowRun() {
    const { env } = process;
    const serverUrl = env['GITHUB_SERVER_URL'] ?? 'https://github.com';
    const repository = env['GITHUB_REPOSITORY'];
    const runId = Number(env['GITHUB_RUN_ID']);
    return {
        actor: env['GITHUB_ACTOR'],
        eventName: env['GITHUB_EVENT_NAME'],
        workflow: env['GITHUB_WORKFLOW'],
        job: env['GITHUB_JOB'],
        runId,
        attempt: Number(env['GITHUB_RUN_ATTEMPT']) || 1,
        url: `${serverUrl}/${repository}/actions/runs/${runId}`,
        sha: headOfPullRequest(env['GITHUB_EVENT_PATH']) ?? env['GITHUB_SHA'],
        ref: env['GITHUB_REF'],
        repository,
    };
}
/** In a run for a pull request GITHUB_SHA is a merge commit, which shows no statuses. */
function headOfPullRequest(eventFile) {
    const event = eventFile && (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)(eventFile) ? objectOf((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(eventFile, 'utf8')) : {};
    const { sha } = object(object(event['pull_request'])['head']);
    return typeof sha === 'string' ? sha : undefined;
}
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
/**
 * The two calls of GitHub's API that commit statuses need, on github.com or GitHub Enterprise Server, over the
 * action's own network: octokit brings a second HTTP stack for them, larger than all else in the bundle.
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
        const path = `commits/${encodeURIComponent(sha)}/statuses?per_page=100`;
        const answer = (0,_text_json_js__WEBPACK_IMPORTED_MODULE_1__/* .parseJson */ .qF)((await this.#call('GET', path, { signal })).body.toString('utf8'));
        return (Array.isArray(answer) ? answer : [])
            .map(object)
            .filter((status) => status['context'] === this.#name && status['target_url'] === url)
            .map(({ description }) => (typeof description === 'string' ? description : ''));
    }
    async #call(method, path, rest) {
        const { send, userAgent, token } = this.#access;
        const api = new URL(process.env['GITHUB_API_URL'] ?? 'https://api.github.com');
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
    return (0,_text_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isJsonObject */ .OW)(value) ? value : {};
}
/** The JSON object that a text holds; an empty one when it holds none. */
function objectOf(text) {
    try {
        return object((0,_text_json_js__WEBPACK_IMPORTED_MODULE_1__/* .parseJson */ .qF)(text));
    }
    catch {
        return {};
    }
}


/***/ })

};
