#!/usr/bin/env bash
# up.sh: a Kubernetes cluster in Docker with the whole shop in it, from this checkout, at http://localhost:4000. Needs docker, kind, kubectl and
# helm. Run it again to bring changes in. It goes away with: kind delete cluster --name emporium
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
for program in docker kind kubectl helm; do
  command -v "$program" >/dev/null || { echo "$program is missing: install it and start again" >&2; exit 1; }
done
kind get clusters 2>/dev/null | grep -qx emporium || kind create cluster --config deploy/kind/cluster.yaml --wait 120s
kubectl config use-context kind-emporium >/dev/null
tag=local-$(date +%s)
scripts/ci/build-images "$tag"
# shellcheck disable=SC2046
kind load docker-image --name emporium $(scripts/ci/services | sed "s|.*|emporium/&:$tag|")
helm upgrade --install shop deploy/helm/emporium -f deploy/kind/values.yaml --set "image.tag=$tag" --wait --timeout 20m
echo 'GraphQL: http://localhost:4000/graphql      mails: kubectl port-forward service/shop-emporium-engine-mail 8025'
