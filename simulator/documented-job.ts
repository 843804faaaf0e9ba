const fieldList = ['id', 'name', 'description'].map((name) => ({ name, type: 'string' }));
const place = { regionNo: '1', bucketName: 'aitems', prefix: 'dataflow1', dataType: 'CSV' };

/** The three nodes of the documented getJob example, with the masked digits of their ids filled in. */
export const documentedNodes: readonly unknown[] = [
  {
    type: 'SOURCE_OBS',
    id: 1697771234567,
    name: 'Object Storage',
    parentNodeIds: [],
    ...place,
    fieldList,
  },
  {
    type: 'TRANSFORM_FILTER',
    id: 1697771234568,
    name: 'Filters',
    parentNodeIds: [1697771234567],
    filterType: 'AND',
    filterConditionList: [{ name: 'name', operator: 'EQ', value: 'A' }],
  },
  {
    type: 'TARGET_OBS',
    id: 1697771234569,
    name: 'Object Storage',
    parentNodeIds: [1697771234568],
    ...place,
    updateType: 'OVERWRITE',
    fieldList,
  },
];
