export const id = 223;
export const ids = [223];
export const modules = {

/***/ 6223:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  checkJsonNames: () => (/* binding */ checkJsonNames),
  parseYaml: () => (/* binding */ parseYaml)
});

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
// EXTERNAL MODULE: ./build/text/json.js
var json = __webpack_require__(5666);
// EXTERNAL MODULE: ./build/inputs/not-a-mapping.js
var not_a_mapping = __webpack_require__(9572);
;// CONCATENATED MODULE: ./build/inputs/yaml-check.js

const QUOTE = 'put the whole value in quotes: name: "value"';
/** What the parser accepts although a reader would not expect it: each problem with its line. */
function check(document, text) {
    const found = [];
    const anchors = new Map();
    const anchored = new Set();
    const targets = new Map();
    const note = (node, problem) => found.push({ at: startOf(node), problem });
    (0,dist/* visit */.YR)(document, {
        Alias: (_key, alias) => {
            const target = anchors.get(alias.source);
            if (target)
                targets.set(alias, target);
            else
                note(alias, `what begins with "*" is an alias in YAML, and this one refers to nothing; ${QUOTE}`);
        },
        Value: (_key, node) => {
            if (node.tag !== undefined)
                note(node, `what begins with "!" is a tag in YAML; ${QUOTE}`);
            if (!node.anchor)
                return;
            anchors.set(node.anchor, node);
            anchored.add(node);
        },
        Pair: (_key, { key, value }) => {
            if (value === null)
                note(key, `what begins with "{" is a mapping in YAML, and this one has a name without a value; ${QUOTE}`);
            if (isMerge(key) && !canBeMerged(value, anchors))
                note(key, '"<<" merges other mappings (<<: *name); if it is a name, put it in quotes');
            if ((0,dist/* isMap */.jh)(key) || (0,dist/* isSeq */.oP)(key))
                note(key, 'what begins with "[" or "{" cannot be a name; put it in quotes');
        },
    });
    const used = new Set(targets.values());
    for (const node of anchored)
        if (!used.has(node))
            note(node, `what begins with "&" is an anchor in YAML, and nothing refers to this one; ${QUOTE}`);
    const problems = found
        .sort((a, b) => a.at - b.at)
        .map(({ at, problem }) => `line ${lineAt(text, at)}: ${problem}`);
    return { problems: [...problems, ...doubledNames(document, text, targets)], targets };
}
/** A problem for each name that occurs twice in one mapping: which of the two counts is not defined. */
function doubledNames(document, text, targets) {
    const problems = [];
    (0,dist/* visit */.YR)(document, {
        Map: (_key, map) => {
            const names = new Set();
            for (const { key } of map.items) {
                if (isMerge(key))
                    continue;
                const name = nameOf(key, targets);
                if (names.has(name))
                    problems.push(`line ${lineAt(text, startOf(key))}: a name occurs twice in one mapping; give it once`);
                names.add(name);
            }
        },
    });
    return problems;
}
/** A name is the text that was written, whatever type YAML would give it. */
function nameOf(key, targets) {
    const node = resolved(key, targets);
    return (0,dist/* isScalar */.jn)(node) ? (node.source ?? '') : '';
}
/** A node, or what it is an alias of. */
function resolved(node, targets) {
    return (0,dist/* isAlias */.Vj)(node) ? targets.get(node) : node;
}
/** Whether a name is `<<`, without quotes. */
function isMerge(key) {
    return (0,dist/* isScalar */.jn)(key) && key.type === dist/* Scalar */.X5.PLAIN && key.source === '<<';
}
function canBeMerged(value, anchors) {
    const isMapping = (item) => (0,dist/* isMap */.jh)((0,dist/* isAlias */.Vj)(item) ? anchors.get(item.source) : item);
    const source = (0,dist/* isAlias */.Vj)(value) ? anchors.get(value.source) : value;
    return (0,dist/* isSeq */.oP)(source) ? source.items.every(isMapping) : isMapping(source);
}
/** Where in the text a node begins. */
function startOf(node) {
    return node?.range?.[0] ?? 0;
}
/** The line of a place in the text, counted from 1. */
function lineAt(text, offset) {
    return text.slice(0, offset).split(/\r\n|\n/).length;
}

;// CONCATENATED MODULE: ./build/inputs/yaml-syntax.js
/**
 * What each kind of mistake in YAML is, and how to write it instead. `line` is where the parser noticed it: what is
 * never closed is noticed at its end.
 */
const PROBLEMS = {
    BAD_SCALAR_START: 'a value cannot begin with "@", "`" or "%"; put it in quotes',
    BAD_DQ_ESCAPE: 'in double quotes a backslash begins an escape, and this one is not known; use single quotes, or write two backslashes',
    TAB_AS_INDENT: 'it is indented with a tab; use spaces',
    BLOCK_AS_IMPLICIT_KEY: 'a value holds ": ", or the line below it is indented too far; put the value in quotes, or indent both lines the same',
    MULTILINE_IMPLICIT_KEY: 'a line is not of the form "name: value"; put a value of several lines in quotes, or behind "|" and indented',
    BAD_INDENT: 'it is indented differently from the lines around it, or a bracket is not closed; indent them the same with spaces, and put a value that begins with "[" or "{" in quotes',
    BLOCK_IN_FLOW: 'a bracket is not closed; close it, or put a value that begins with "[" or "{" in quotes',
    UNEXPECTED_TOKEN: 'there is more behind the end of a value, or a value begins with a character that YAML reserves; put the whole value in quotes, and indent all lines the same',
    MULTIPLE_DOCS: 'a second document begins ("---"); give one mapping only',
    BAD_DIRECTIVE: 'a line cannot begin with "%"; put it in quotes',
    KEY_OVER_1024_CHARS: 'a name is longer than 1024 characters; is a value not closed?',
    MULTIPLE_ANCHORS: 'what begins with "&" is an anchor in YAML; put the whole value in quotes',
    MULTIPLE_TAGS: 'what begins with "!" is a tag in YAML; put the whole value in quotes',
    BAD_PROP_ORDER: 'what begins with "&" or "!" has a meaning in YAML; put the whole value in quotes',
    ALIAS_PROPS: 'what begins with "*" is an alias in YAML; put the whole value in quotes',
    BAD_ALIAS: 'what begins with "*" is an alias in YAML, and this is none; put the whole value in quotes',
    TAG_RESOLVE_FAILED: 'what begins with "!" is a tag in YAML; put the whole value in quotes',
};
/** Where the same kind of mistake has two causes, the parser's message says which it is. */
const MISSING = [
    [
        /closing .*quote/,
        "a quotation mark is missing: what begins with one must end with one; write '' for a ' within single quotes, and \\\" for a \" within double ones",
    ],
    [/comments/i, 'behind a closing quotation mark there is more; put the whole value in quotes'],
    [/directives-end/, 'a line cannot begin with "%"; put it in quotes'],
    [/followed by map values/, 'a line is not of the form "name: value"; is a space missing behind the colon?'],
];
/** A mistake in own words, with its line and nothing of the text. */
function syntaxProblem({ code, message }, line) {
    const missing = code === 'MISSING_CHAR' && MISSING.find(([words]) => words.test(message))?.[1];
    const problem = missing || PROBLEMS[code];
    return `line ${line}: ${problem ?? 'YAML cannot read it; put values in quotes'}`;
}

;// CONCATENATED MODULE: ./build/inputs/yaml.js





/** How many values a mapping may have once its aliases are resolved: a few lines can make billions. */
const MOST_VALUES = 100_000;
/**
 * Reads YAML, parsed once: typed and as-written values come from the same nodes. Merge keys are merged and aliases
 * resolved; tags, anchors that nothing refers to, doubled names and names without value in braces are problems.
 * @throws NotAMapping with every problem
 */
function parseYaml(text, staysText) {
    const document = parse(text);
    const [error] = document.errors;
    if (error)
        throw new not_a_mapping/* NotAMapping */.Z(syntaxProblem(error, lineAt(text, error.pos[0])));
    const { problems, targets } = check(document, text);
    if (problems.length > 0)
        throw new not_a_mapping/* NotAMapping */.Z(...problems);
    return new Resolver(targets, staysText, text).value(document.contents, []);
}
/** Turns checked nodes into values. */
class Resolver {
    #targets;
    #staysText;
    #text;
    #left = MOST_VALUES;
    constructor(targets, staysText, text) {
        this.#targets = targets;
        this.#staysText = staysText;
        this.#text = text;
    }
    value(node, path) {
        this.#left -= 1;
        if (this.#left < 0)
            throw new not_a_mapping/* NotAMapping */.Z(`its aliases make it larger than ${MOST_VALUES} values`);
        if ((0,dist/* isAlias */.Vj)(node))
            return this.value(this.#targets.get(node) ?? null, path);
        if ((0,dist/* isSeq */.oP)(node))
            return node.items.map((item) => this.value(item, path));
        if ((0,dist/* isMap */.jh)(node))
            return Object.fromEntries(this.#entriesOf(node, path));
        return (0,dist/* isScalar */.jn)(node) ? this.#scalar(node, this.#staysText(path)) : null;
    }
    /** Own names go before merged ones, the earlier of merged ones before the later. */
    #entriesOf(map, path) {
        const entries = new Map();
        const items = map.items;
        for (const { key, value } of items.filter((item) => !isMerge(item.key))) {
            const name = nameOf(key, this.#targets);
            entries.set(name, this.value(value, [...path, name]));
        }
        for (const { value } of items.filter(({ key }) => isMerge(key)))
            for (const [name, merged] of this.#merged(value, path))
                if (!entries.has(name))
                    entries.set(name, merged);
        return entries;
    }
    /** What `<<` merges: the entries of one mapping, or of a list of them. */
    #merged(node, path) {
        const source = resolved(node, this.#targets);
        if ((0,dist/* isSeq */.oP)(source))
            return source.items.flatMap((item) => this.#merged(item, path));
        return Object.entries(this.value(source, path));
    }
    #scalar(scalar, isText) {
        const { source = '', value } = scalar;
        if (isText && isFollowedByHash(scalar, this.#text))
            throw this.#refused(scalar, `what begins with " #" is a comment in YAML; ${QUOTE}; a comment has a space behind "#"`);
        if (isText)
            return source;
        if (typeof value !== 'number' && typeof value !== 'bigint')
            return value;
        if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(source))
            return (0,json/* parseJson */.qF)(source);
        // 01234 would become 1234, and 0x1F 31.
        throw this.#refused(scalar, 'JSON has no number that is written like this; put the value in quotes if it is a text');
    }
    #refused(node, problem) {
        return new not_a_mapping/* NotAMapping */.Z(`line ${lineAt(this.#text, startOf(node))}: ${problem}`);
    }
}
/** A comment right behind a value that begins without a space is probably a part of the value. */
function isFollowedByHash({ type, range }, text) {
    return type === dist/* Scalar */.X5.PLAIN && /^[ \t]+#[^\s#]/.test(text.slice(range?.[1] ?? text.length));
}
function parse(text) {
    return (0,dist/* parseDocument */.Tp)(text, { schema: 'core', intAsBigInt: true, uniqueKeys: false, logLevel: 'error' });
}
/**
 * Checks that no mapping in a JSON text has a name twice: JavaScript's own reader keeps the last one silently. JSON
 * is YAML too.
 * @throws NotAMapping with every problem
 */
function checkJsonNames(text) {
    const problems = doubledNames(parse(text), text, new Map());
    if (problems.length > 0)
        throw new not_a_mapping/* NotAMapping */.Z(...problems);
}


/***/ })

};
