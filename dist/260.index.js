export const id = 260;
export const ids = [260];
export const modules = {

/***/ 5260:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   decoded: () => (/* binding */ decoded)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7975);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8522);


const inflate = (0,node_util__WEBPACK_IMPORTED_MODULE_0__.promisify)(node_zlib__WEBPACK_IMPORTED_MODULE_1__.inflate);
const inflateRaw = (0,node_util__WEBPACK_IMPORTED_MODULE_0__.promisify)(node_zlib__WEBPACK_IMPORTED_MODULE_1__.inflateRaw);
const gunzip = (0,node_util__WEBPACK_IMPORTED_MODULE_0__.promisify)(node_zlib__WEBPACK_IMPORTED_MODULE_1__.gunzip);
/** In 4 bits, the method of a zlib header. Some servers send deflate without that header. */
const ZLIB_METHOD = 8;
const DECODERS = {
    gzip: gunzip,
    'x-gzip': gunzip,
    deflate: (bytes, limits) => ((bytes[0] ?? 0) & 0x0f) === ZLIB_METHOD ? inflate(bytes, limits) : inflateRaw(bytes, limits),
    br: (0,node_util__WEBPACK_IMPORTED_MODULE_0__.promisify)(node_zlib__WEBPACK_IMPORTED_MODULE_1__.brotliDecompress),
};
/**
 * Takes the compression off a body.
 * @param contentEncoding the header; several encodings are in the order in which they were applied
 * @param maxBytes of the result and of each step to it
 * @returns undefined when an encoding is not gzip, deflate or br
 * @throws RangeError when it becomes larger; the error of zlib when the body is damaged
 */
async function decoded(body, contentEncoding, maxBytes) {
    const names = contentEncoding.toLowerCase().split(',');
    const decoders = names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity');
    let bytes = body;
    for (const name of decoders.reverse()) {
        const decode = DECODERS[name];
        if (!decode)
            return undefined;
        if (bytes.length > 0)
            bytes = await decode(bytes, { maxOutputLength: maxBytes });
    }
    return bytes;
}


/***/ })

};
