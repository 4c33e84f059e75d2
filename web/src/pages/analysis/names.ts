// How the views call people, chats and values: by pseudonym until a mask was lifted.
import type { MaterialAccount, MaterialChat, MaterialDocument, MaterialEdge, MaterialGraph, MaterialNode, MaterialSelector } from '../../api/types';
import { t } from '../../base/language.svelte';
import type { GraphEdge, GraphNode } from '../../widgets/graph/model';

export const account_name = (account: MaterialAccount): string =>
  account.masked ? t('analysis.person', { number: String(account.pseudonym) }) : account.name || account.id || t('analysis.person', { number: String(account.pseudonym) });
export const chat_name = (chat: MaterialChat): string =>
  chat.masked ? t('analysis.chat', { number: String(chat.pseudonym) }) : chat.name || chat.id || t('analysis.chat', { number: String(chat.pseudonym) });
export const selector_name = (selector: MaterialSelector): string =>
  selector.value ?? t('analysis.value', { kind: selector.kind, number: String(selector.pseudonym ?? '') });

export function node_name(node: MaterialNode): string {
  if (node.account) return account_name(node.account);
  if (node.chat) return chat_name(node.chat);
  if (node.selector) return selector_name(node.selector);
  return (node.sha256 ?? '').slice(0, 12);
}

export const node_key = ({ type, row }: { type: string; row: number }): string => `${type}:${row}`;

export function drawn(graph: MaterialGraph): { nodes: GraphNode[]; edges: GraphEdge[] } {
  return {
    nodes: graph.nodes.map((node) => ({ key: node_key(node), kind: node.type, label: node_name(node) })),
    edges: graph.edges.map((edge: MaterialEdge) => ({ source: node_key(edge.source), target: node_key(edge.target), kind: edge.kind, weight: edge.weight })),
  };
}

export const part_address = ({ exhibit, part }: MaterialDocument): string => `#/exhibits/${encodeURIComponent(exhibit)}/parts/${part}`;

// What a document says of its time, in the words of its source: without a zone where none is told.
export const when = (document: MaterialDocument): string => document.at ?? document.local ?? document.taken_at ?? document.file_at ?? '';

// What is masked and can be asked for.
export interface Hidden { what: 'account' | 'chat' | 'selector'; pseudonym: number; label: string }
export function hidden(node: MaterialNode): Hidden | undefined {
  if (node.account?.masked) return { what: 'account', pseudonym: node.account.pseudonym, label: node_name(node) };
  if (node.chat?.masked) return { what: 'chat', pseudonym: node.chat.pseudonym, label: node_name(node) };
  if (node.selector?.masked && node.selector.pseudonym !== undefined) return { what: 'selector', pseudonym: node.selector.pseudonym, label: node_name(node) };
  return undefined;
}
