import { writeCsv } from "../../kit/csv";
import type { Edge } from "./walk";

export interface GraphNode {
  id: string;
  label: string;
  [attribute: string]: string | number | null | undefined;
}

/** The whole graph as text; nodes and edges in the order given. */
export function toJson(nodes: readonly GraphNode[], edges: readonly Edge[]): string {
  return JSON.stringify({ nodes, edges });
}

/**
 * GraphML (http://graphml.graphdrawing.org): attributes are declared once and
 * are numbers where every value is one. What XML 1.0 cannot hold, even escaped, is replaced by U+FFFD.
 */
export function toGraphml(nodes: readonly GraphNode[], edges: readonly Edge[]): string {
  const attributes = [...new Set(nodes.flatMap((node) => Object.keys(node).filter((key) => key !== "id")))];
  const declared = attributes.map((name, i) => {
    const isNumber = nodes.every(
      (node) => node[name] === null || node[name] === undefined || typeof node[name] === "number",
    );
    return `  <key id="n${i}" for="node" attr.name="${escaped(name)}" attr.type="${isNumber ? "double" : "string"}"/>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...declared,
    '  <key id="type" for="edge" attr.name="edge_type" attr.type="string"/>',
    '  <key id="weight" for="edge" attr.name="weight" attr.type="double"/>',
    '  <graph id="memories" edgedefault="directed">',
    ...nodes.map(
      (node) =>
        `    <node id="${escaped(node.id)}">${attributes.map((name, i) => data(`n${i}`, node[name])).join("")}</node>`,
    ),
    ...edges.map(
      ({ source, target, edge_type, weight }) =>
        `    <edge source="${escaped(source)}" target="${escaped(target)}">${data("type", edge_type)}${data("weight", weight)}</edge>`,
    ),
    "  </graph>",
    "</graphml>",
    "",
  ].join("\n");
}

/** Edges as CSV (RFC 4180), one line each under a line of names. */
export function toCsv(edges: readonly Edge[]): string {
  const lines = edges.map(({ source, target, edge_type, weight }) => [source, target, edge_type, String(weight)]);
  return writeCsv([["source", "target", "edge_type", "weight"], ...lines]);
}

const data = (key: string, value: string | number | null | undefined) =>
  value === null || value === undefined ? "" : `<data key="${key}">${escaped(String(value))}</data>`;

const NAMED: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" };
// All that XML 1.0 has a way to write, the other way round.
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const escaped = (text: string) =>
  text
    .toWellFormed()
    .replace(UNWRITABLE, "\ufffd")
    .replace(/[&<>"\r]/g, (character) => NAMED[character]!);
