export const id = 944;
export const ids = [944];
export const modules = {

/***/ 9944:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Descriptions: () => (/* binding */ Descriptions)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _text_plain_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4854);


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
     * @param state the last word about the execution, for people; it is shortened to fit
     * @returns at most 140 characters, unless the execution's id alone is longer than about 100
     */
    write(recorded, state) {
        const { attempt, sequence, jobExecutionId } = recorded;
        const head = jobExecutionId === '' ? 'No execution' : `Execution ${jobExecutionId}`;
        const end = ` [${attempt}.${sequence} ${this.#code(recorded)}]`;
        const room = Math.max(LONGEST_DESCRIPTION - head.length - 2 - end.length, 1);
        return `${head}: ${(0,_text_plain_js__WEBPACK_IMPORTED_MODULE_1__/* .shortened */ .vI)((0,_text_plain_js__WEBPACK_IMPORTED_MODULE_1__/* .plainLine */ .h0)(state), room)}${end}`;
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
            .find((recorded) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.timingSafeEqual)(Buffer.from(this.#code(recorded)), Buffer.from(code)));
    }
    #code({ attempt, sequence, jobExecutionId, origin }) {
        const { runId, job, step, matrixIndex, jobId } = this.#identity;
        const identity = [runId, job, step, matrixIndex, jobId];
        // A JSON list: no two records have the same text. Its beginning keeps it apart from all that the key signs elsewhere.
        const text = JSON.stringify(['commit status', ...identity, attempt, sequence, jobExecutionId, origin]);
        return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHmac)('sha256', this.#secretKey).update(text).digest('base64url').slice(0, MAC_CHARACTERS);
    }
}


/***/ })

};
