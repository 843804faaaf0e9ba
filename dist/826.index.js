export const id = 826;
export const ids = [826];
export const modules = {

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
