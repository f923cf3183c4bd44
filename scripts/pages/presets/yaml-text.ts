/** YAML to paste: collections that fit stand on one line. */
import { Document, isCollection, stringify, visit } from 'yaml';

const WIDEST = 100;

export const flow = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', flowCollectionPadding: true, lineWidth: 0 }).trim();

export function yamlText(value: Readonly<Record<string, unknown>>): string {
  const document = new Document(value);
  visit(document, {
    Collection: (_, node, path) => {
      // The names of sections keep a line of their own.
      if (path.length > 3 && isCollection(node) && flow(node.toJS(document)).length <= WIDEST) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true }).trim();
}
