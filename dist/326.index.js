export const id = 326;
export const ids = [326];
export const modules = {

/***/ 7326:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  CommitStatuses: () => (/* binding */ CommitStatuses),
  GitHubError: () => (/* binding */ GitHubError),
  workflowRun: () => (/* binding */ workflowRun)
});

// EXTERNAL MODULE: external "fs"
var external_fs_ = __webpack_require__(9896);
// EXTERNAL MODULE: external "os"
var external_os_ = __webpack_require__(857);
;// CONCATENATED MODULE: ./build/node_modules/@actions/github/lib/context.js


class Context {
    /**
     * Hydrate the context from the environment
     */
    constructor() {
        var _a, _b, _c;
        this.payload = {};
        if (process.env.GITHUB_EVENT_PATH) {
            if ((0,external_fs_.existsSync)(process.env.GITHUB_EVENT_PATH)) {
                this.payload = JSON.parse((0,external_fs_.readFileSync)(process.env.GITHUB_EVENT_PATH, { encoding: 'utf8' }));
            }
            else {
                const path = process.env.GITHUB_EVENT_PATH;
                process.stdout.write(`GITHUB_EVENT_PATH ${path} does not exist${external_os_.EOL}`);
            }
        }
        this.eventName = process.env.GITHUB_EVENT_NAME;
        this.sha = process.env.GITHUB_SHA;
        this.ref = process.env.GITHUB_REF;
        this.workflow = process.env.GITHUB_WORKFLOW;
        this.action = process.env.GITHUB_ACTION;
        this.actor = process.env.GITHUB_ACTOR;
        this.job = process.env.GITHUB_JOB;
        this.runAttempt = parseInt(process.env.GITHUB_RUN_ATTEMPT, 10);
        this.runNumber = parseInt(process.env.GITHUB_RUN_NUMBER, 10);
        this.runId = parseInt(process.env.GITHUB_RUN_ID, 10);
        this.apiUrl = (_a = process.env.GITHUB_API_URL) !== null && _a !== void 0 ? _a : `https://api.github.com`;
        this.serverUrl = (_b = process.env.GITHUB_SERVER_URL) !== null && _b !== void 0 ? _b : `https://github.com`;
        this.graphqlUrl =
            (_c = process.env.GITHUB_GRAPHQL_URL) !== null && _c !== void 0 ? _c : `https://api.github.com/graphql`;
    }
    get issue() {
        const payload = this.payload;
        return Object.assign(Object.assign({}, this.repo), { number: (payload.issue || payload.pull_request || payload).number });
    }
    get repo() {
        if (process.env.GITHUB_REPOSITORY) {
            const [owner, repo] = process.env.GITHUB_REPOSITORY.split('/');
            return { owner, repo };
        }
        if (this.payload.repository) {
            return {
                owner: this.payload.repository.owner.login,
                repo: this.payload.repository.name
            };
        }
        throw new Error("context.repo requires a GITHUB_REPOSITORY environment variable like 'owner/repo'");
    }
}
//# sourceMappingURL=context.js.map
;// CONCATENATED MODULE: ./build/node_modules/@actions/github/lib/github.js


const context = new Context();

// EXTERNAL MODULE: ./build/text/json.js
var json = __webpack_require__(5666);
;// CONCATENATED MODULE: ./build/runner/github.js


/** Read from the environment and the event; what is not there stays undefined. */
function workflowRun() {
    const repository = process.env['GITHUB_REPOSITORY'];
    // In a run for a pull request the commit of the run is a merge commit, which shows no statuses.
    const head = context.payload.pull_request?.['head']?.sha;
    return {
        actor: context.actor,
        eventName: context.eventName,
        workflow: context.workflow,
        job: context.job,
        runId: context.runId,
        attempt: context.runAttempt || 1,
        url: `${context.serverUrl}/${repository}/actions/runs/${context.runId}`,
        sha: typeof head === 'string' ? head : context.sha,
        ref: context.ref,
        repository,
    };
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
            const answer = (0,json/* parseJson */.qF)((await this.#call('GET', path, { signal })).body.toString('utf8'));
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
        const api = new URL(context.apiUrl);
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
    return (0,json/* isJsonObject */.OW)(value) ? value : {};
}
/** The JSON object that a text holds; an empty one when it holds none. */
function objectOf(text) {
    try {
        return object((0,json/* parseJson */.qF)(text));
    }
    catch {
        return {};
    }
}


/***/ })

};
