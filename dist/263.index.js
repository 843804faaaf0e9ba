export const id = 263;
export const ids = [263,826];
export const modules = {

/***/ 8263:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  statusPublisher: () => (/* binding */ statusPublisher)
});

// EXTERNAL MODULE: ./build/http/retry.js
var retry = __webpack_require__(4675);
// EXTERNAL MODULE: ./build/text/json.js
var text_json = __webpack_require__(5666);
// EXTERNAL MODULE: ./build/http/network.js + 4 modules
var network = __webpack_require__(1585);
// EXTERNAL MODULE: ./build/http/retry-after.js
var retry_after = __webpack_require__(7344);
// EXTERNAL MODULE: ./build/text/plain.js
var plain = __webpack_require__(4854);
// EXTERNAL MODULE: ./build/time/duration.js
var duration = __webpack_require__(570);
;// CONCATENATED MODULE: ./build/github/github-error.js





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
        const again = `rate-limited by GitHub for another ${(0,duration/* formatDuration */.a3)(pauseMs)}`;
        return new GitHubError('rate-limited', `${text} (${again})`, status, pauseMs);
    }
    if (status >= 500 || status === 408)
        return new GitHubError('unavailable', text, status, (0,retry_after/* retryAfterMs */.V)(headers, nowMs));
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
        if (error instanceof network/* ConnectionFailure */.l)
            return new GitHubError('unavailable', error.message);
        throw error;
    }
}
/** How long the rate limit lasts; undefined when it is not the reason. */
function limitMs(response, reason, nowMs) {
    const { status, headers } = response;
    if (status !== 403 && status !== 429)
        return undefined;
    const askedMs = (0,retry_after/* retryAfterMs */.V)(headers, nowMs);
    if (askedMs !== undefined)
        return askedMs;
    const resetMs = Number(headers['x-ratelimit-reset']) * 1000 - (0,retry_after/* responseMs */.w)(headers, nowMs);
    if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(resetMs))
        return Math.max(resetMs, 1_000);
    return status === 429 || /rate limit/i.test(reason ?? '') ? DEFAULT_PAUSE_MS : undefined;
}
/** GitHub's own words: the message, and those of the fields that it refused. */
function reasonIn({ body }) {
    const json = (0,text_json/* jsonIn */.Yf)(body.toString('utf8'));
    if (!(0,text_json/* isJsonObject */.OW)(json))
        return undefined;
    const errors = Array.isArray(json['errors']) ? json['errors'] : [];
    const details = errors.map((error) => ((0,text_json/* isJsonObject */.OW)(error) ? error['message'] : error));
    const texts = [json['message'], ...details].filter((text) => typeof text === 'string' && text !== '');
    return texts.length === 0 ? undefined : (0,plain/* withoutFullStop */.Qu)((0,plain/* firstWords */.Cb)(texts.join(': '), LONGEST_REASON));
}

;// CONCATENATED MODULE: ./build/github/commit-statuses.js



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
                throw new GitHubError('unavailable', `the list has more than ${page} pages`);
        }
    }
    async #call(call, patience) {
        const { clock, random } = this.#access;
        const outcome = await (0,retry/* untilSettled */.QJ)(() => orGitHubError(this.#send(call, patience)), {
            clock,
            random,
            untilMs: patience.untilMs,
            signal: patience.signal,
            maximumTries: Number.POSITIVE_INFINITY,
            retryAfterMs: (tried) => (tried instanceof GitHubError ? tried.pauseMs : undefined),
            onRetry: (tried, pauseMs) => {
                if (tried instanceof GitHubError)
                    patience.onRetry?.(tried, pauseMs);
            },
        });
        if (outcome instanceof GitHubError)
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
            throw refusal(response, clock.wallMs());
        if (method === 'GET' && listIn(response.body) === undefined)
            throw new GitHubError('unavailable', 'a response that is no list of statuses', response.status);
        return response;
    }
}
/** A Link header says whether there is more; without one (a proxy may drop it) a page that is not full is the last. */
function isLastPage({ link }, count) {
    return link === undefined ? count < PAGE_LIMIT : !/rel="?next"?/.test(link);
}
function listIn(body) {
    const json = (0,text_json/* jsonIn */.Yf)(body.toString('utf8'));
    return Array.isArray(json) ? json.map((item) => ((0,text_json/* isJsonObject */.OW)(item) ? item : {})) : undefined;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./build/github/description.js


/** GitHub's limit. */
const LONGEST_DESCRIPTION = 140;
/** 20 characters of base64url: 120 bits. */
const MAC_CHARACTERS = 20;
const FORM = /^(?:Execution (\S+)|No execution): .* \[(\d{1,9})\.(\d{1,9}) ([\w-]{20})\]$/;
/**
 * The descriptions of commit statuses: a text for people, and behind it a record that only the holder of the secret
 * key can write. Its code (HMAC-SHA256) covers the step's identity, the attempt and the execution. So a status of
 * another run, step or matrix leg does not verify, and an old one that is published again changes nothing.
 */
class Descriptions {
    #secretKey;
    #identity;
    constructor(secretKey, identity) {
        this.#secretKey = secretKey;
        this.#identity = identity;
    }
    /**
     * @param state the last state of the execution, for people; it is shortened to fit
     * @returns at most 140 characters, unless the execution's id alone is longer than about 100
     */
    write(recorded, state) {
        const { attempt, sequence, jobExecutionId } = recorded;
        const head = jobExecutionId === '' ? 'No execution' : `Execution ${jobExecutionId}`;
        const end = ` [${attempt}.${sequence} ${this.#code(recorded)}]`;
        const room = Math.max(LONGEST_DESCRIPTION - head.length - 2 - end.length, 1);
        return `${head}: ${(0,plain/* shortened */.vI)((0,plain/* plainLine */.h0)(state), room)}${end}`;
    }
    /** @returns undefined for a description that `write` did not make with the same key for the same step */
    read(description) {
        const match = FORM.exec(description);
        if (!match)
            return undefined;
        const [, jobExecutionId = '', attempt, sequence, code = ''] = match;
        const origins = jobExecutionId === '' ? ['none'] : ['started', 'attached'];
        return origins
            .map((origin) => ({ attempt: Number(attempt), sequence: Number(sequence), jobExecutionId, origin }))
            .find((recorded) => (0,external_node_crypto_.timingSafeEqual)(Buffer.from(this.#code(recorded)), Buffer.from(code)));
    }
    #code({ attempt, sequence, jobExecutionId, origin }) {
        const { runId, job, step, matrixIndex, jobId } = this.#identity;
        const identity = [runId, job, step, matrixIndex, jobId];
        // A JSON list: no two records have the same text. Its beginning keeps it apart from all that the key signs elsewhere.
        const text = JSON.stringify(['commit status', ...identity, attempt, sequence, jobExecutionId, origin]);
        return (0,external_node_crypto_.createHmac)('sha256', this.#secretKey).update(text).digest('base64url').slice(0, MAC_CHARACTERS);
    }
}

// EXTERNAL MODULE: ./build/time/aborted-later.js
var aborted_later = __webpack_require__(6124);
;// CONCATENATED MODULE: ./build/github/earlier-attempt.js
/**
 * What the statuses of a commit show about earlier attempts. Descriptions that do not verify are ignored. The order
 * of the list does not count: the highest attempt does, then its highest number. So a status that somebody publishes
 * again changes nothing. What an attempt only attached to is not taken over. Whether the execution still counts is
 * decided in `execution/resume.ts`, by its state.
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
            if (!(error instanceof GitHubError))
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
    /** One after the other, so that the last status stays the last. */
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
        const isCancelled = this.#options.cancelled.aborted && !(error instanceof GitHubError);
        const why = isCancelled ? 'no time was left after the cancel' : messageOf(error);
        const next = error instanceof GitHubError ? ` ${nextStepAfter(error)}` : '';
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

// EXTERNAL MODULE: ./build/runner/workflow-run.js
var workflow_run = __webpack_require__(6826);
;// CONCATENATED MODULE: ./build/actions/commit-status.js




/**
 * The publisher of a commit status.
 * @param name of the status
 */
function statusPublisher(log, name, { keys, jobId, githubToken, matrixIndex = '' }, { send, userAgent, clock, random }, cancelled) {
    const run = (0,workflow_run.workflowRun)();
    const { attempt, repository, sha, runId, job, step, eventProblem } = run;
    if (githubToken === undefined)
        return cannotPublish({ attempt, log }, 'githubToken is empty', 'Remove the input, or give a token.');
    if (!repository || !sha || !runId || !job || !step) {
        const variables = { REPOSITORY: repository, SHA: sha, RUN_ID: runId, JOB: job, ACTION: step };
        const unset = Object.entries(variables).find(([, value]) => !value)?.[0];
        const missing = (unset === 'SHA' ? eventProblem : undefined) ?? `GITHUB_${unset} is not set`;
        return cannotPublish({ attempt, log }, missing, 'Run the workflow on a runner of GitHub Actions.');
    }
    if (eventProblem !== undefined)
        log.warning(`${eventProblem}: the commit status is published at GITHUB_SHA (${sha}).`);
    const access = { send, clock, random, userAgent, token: githubToken };
    const statuses = new CommitStatuses(access, { ...run, repository, sha }, name);
    const descriptions = new Descriptions(keys.secretKey, { runId, job, step, matrixIndex, jobId });
    return new GitHubStatusPublisher({ statuses, descriptions, attempt, log, clock, cancelled });
}


/***/ }),

/***/ 6826:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   workflowRun: () => (/* binding */ workflowRun)
/* harmony export */ });
/* harmony import */ var _toolkit_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8225);

/**
 * Read from the environment and the event file, by @actions/github; never throws. In a run for a pull request `sha` is
 * undefined where the event file does not name its head commit: GITHUB_SHA is a merge commit there, and shows no
 * statuses.
 * https://docs.github.com/actions/reference/workflows-and-actions/variables
 */
function workflowRun() {
    const { context, problem } = readContext();
    const { eventName } = context;
    const head = context.payload?.pull_request?.['head']?.sha;
    const isHeadUnknown = typeof head !== 'string' && eventName?.startsWith('pull_request');
    const noHead = isHeadUnknown
        ? 'The event file (GITHUB_EVENT_PATH) does not name the head commit'
        : undefined;
    const repository = process.env['GITHUB_REPOSITORY'] || undefined;
    const runId = process.env['GITHUB_RUN_ID'] || undefined;
    return {
        actor: context.actor || undefined,
        eventName: eventName || undefined,
        workflow: context.workflow || undefined,
        job: context.job || undefined,
        step: context.action || undefined,
        runId,
        attempt: context.runAttempt || 1,
        url: `${context.serverUrl || 'https://github.com'}/${repository}/actions/runs/${runId}`,
        sha: typeof head === 'string' ? head : isHeadUnknown ? undefined : context.sha || undefined,
        ref: context.ref || undefined,
        repository,
        apiUrl: context.apiUrl || 'https://api.github.com',
        eventProblem: problem ?? noHead,
    };
}
/** The file can be empty, cut or missing where a tool runs the workflow: the rest of the context is read all the same. */
function readContext() {
    try {
        const context = new _toolkit_js__WEBPACK_IMPORTED_MODULE_0__/* .Context */ .ob();
        const isEmpty = Object.keys(context.payload ?? {}).length === 0;
        return { context, ...(isEmpty && { problem: 'The event file (GITHUB_EVENT_PATH) is missing or empty' }) };
    }
    catch (error) {
        const why = error instanceof SyntaxError ? 'it is not complete JSON' : String(error);
        const problem = `The event file (GITHUB_EVENT_PATH) cannot be read: ${why}`;
        return { context: contextWithoutEvent(), problem };
    }
}
function contextWithoutEvent() {
    const path = process.env['GITHUB_EVENT_PATH'];
    delete process.env['GITHUB_EVENT_PATH'];
    const context = new _toolkit_js__WEBPACK_IMPORTED_MODULE_0__/* .Context */ .ob();
    process.env['GITHUB_EVENT_PATH'] = path;
    return context;
}


/***/ })

};
