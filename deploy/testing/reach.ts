import type { Manifest } from './helm.js';

type Labels = Record<string, string>;
interface Selector {
  matchLabels?: Labels;
}
interface Peer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
  ipBlock?: { cidr: string };
}
interface Rule {
  from?: Peer[];
  to?: Peer[];
  ports?: { port: number; protocol?: string }[];
}
interface Policy {
  podSelector: Selector;
  policyTypes: ('Ingress' | 'Egress')[];
  ingress?: Rule[];
  egress?: Rule[];
}

/** The labels of a kind of pod; undefined: something outside the cluster. */
export type Pod = Labels | undefined;

/** The kinds of pods that manifests make, by their component. */
export function podsOf(manifests: readonly Manifest[]): Map<string, Labels> {
  const templates = manifests.flatMap(({ kind, metadata, spec }) => {
    if (kind === 'Pod') return [metadata];
    if (kind === 'CronJob') return [spec.jobTemplate.spec.template.metadata];
    return ['Deployment', 'StatefulSet', 'Job'].includes(kind) ? [spec.template.metadata] : [];
  }) as { labels: Labels }[];
  return new Map(templates.map(({ labels }) => [labels['app.kubernetes.io/component']!, labels]));
}

/**
 * Whether the network policies among the manifests let a pod open a connection: every pod that a
 * policy selects may do only what some policy of it allows. All pods are in one namespace, which is
 * not kube-system.
 */
export function reaches(manifests: readonly Manifest[], from: Pod, to: Pod, port: number): boolean {
  const policies = manifests
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ spec }) => spec as Policy);
  const allows = (pod: Pod, other: Pod, type: 'Ingress' | 'Egress') => {
    if (!pod) return true;
    const own = policies.filter(
      ({ podSelector, policyTypes }) => policyTypes.includes(type) && selects(podSelector, pod),
    );
    const rules = own.flatMap(
      (policy) => (type === 'Ingress' ? policy.ingress : policy.egress) ?? [],
    );
    return (
      own.length === 0 ||
      rules.some((rule) => fits(rule, type === 'Ingress' ? rule.from : rule.to, other, port))
    );
  };
  return allows(from, to, 'Egress') && allows(to, from, 'Ingress');
}

const selects = ({ matchLabels = {} }: Selector, labels: Labels) =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value);

function fits({ ports }: Rule, peers: Peer[] | undefined, other: Pod, port: number): boolean {
  if (ports && !ports.some((allowed) => allowed.port === port && allowed.protocol !== 'UDP'))
    return false;
  if (!peers) return true;
  return peers.some(({ podSelector, namespaceSelector, ipBlock }) => {
    if (ipBlock) return other === undefined;
    return (
      other !== undefined &&
      !namespaceSelector &&
      podSelector !== undefined &&
      selects(podSelector, other)
    );
  });
}
