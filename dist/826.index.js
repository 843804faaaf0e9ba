export const id = 826;
export const ids = [826];
export const modules = {

/***/ 6826:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   workflowRun: () => (/* binding */ workflowRun)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var _text_json_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5666);


/**
 * Read from the environment and the event file; never throws: the file can be empty, cut or missing where a tool
 * runs the workflow. In a run for a pull request `sha` is undefined then: GITHUB_SHA is a merge commit there, and
 * shows no statuses.
 * https://docs.github.com/actions/reference/workflows-and-actions/variables
 */
function workflowRun(environment = process.env) {
    const variable = (name) => environment[`GITHUB_${name}`] || undefined;
    const { head, problem } = pullRequestHead(variable('EVENT_PATH'));
    const eventName = variable('EVENT_NAME');
    const isHeadUnknown = problem !== undefined && eventName?.startsWith('pull_request');
    const server = variable('SERVER_URL') ?? 'https://github.com';
    const runId = variable('RUN_ID');
    const repository = variable('REPOSITORY');
    return {
        actor: variable('ACTOR'),
        eventName,
        workflow: variable('WORKFLOW'),
        job: variable('JOB'),
        step: variable('ACTION'),
        runId,
        attempt: Number(variable('RUN_ATTEMPT')) || 1,
        url: `${server}/${repository}/actions/runs/${runId}`,
        sha: head ?? (isHeadUnknown ? undefined : variable('SHA')),
        ref: variable('REF'),
        repository,
        apiUrl: variable('API_URL') ?? 'https://api.github.com',
        eventProblem: problem,
    };
}
function pullRequestHead(path) {
    if (path === undefined)
        return { problem: 'GITHUB_EVENT_PATH is not set' };
    try {
        const head = textAt((0,_text_json_js__WEBPACK_IMPORTED_MODULE_1__/* .parseJson */ .qF)((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path, 'utf8')), 'pull_request', 'head', 'sha');
        return head === undefined ? {} : { head };
    }
    catch (error) {
        const why = error instanceof SyntaxError ? 'it is not complete JSON' : messageOf(error);
        return { problem: `The event file (GITHUB_EVENT_PATH) cannot be read: ${why}` };
    }
}
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
function textAt(json, ...keys) {
    let value = json;
    for (const key of keys)
        value = (0,_text_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isJsonObject */ .OW)(value) ? value[key] : undefined;
    return typeof value === 'string' ? value : undefined;
}


/***/ })

};
