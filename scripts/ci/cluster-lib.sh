# shellcheck shell=bash
# Sourced by scripts/ci/*: a Docker engine and a Kubernetes cluster, those that answer; else a cluster of kind; else those that
# ../shared/cluster brings, with stand-ins for the images that no registry delivers there. What was started here is stopped at the end.
# Where none of them is, nothing happens, and the tests are skipped and say why.
tools=../shared/cluster
started=

stop_started() {
  case $started in
    tools) timeout 120 "$tools/down" >/dev/null 2>&1 || echo 'the Docker engine could not be stopped' ;;
    kind) kind delete cluster --name emporium ;;
  esac
}
trap stop_started EXIT

# base_images PATTERN: what the shop's images are built from, and those images of the compose file whose names match.
base_images() {
  sed -n 's/^ARG NODE_IMAGE=//p' deploy/Dockerfile
  grep -oE "^    image: ($1):.*" docker-compose.yml | sed 's/.*image: //'
}

# bring_up docker|kubernetes PATTERN: exports what `docker`, `kubectl` and Helm need to find them, and CLUSTER_LOAD, which gives images to nodes.
bring_up() {
  local address
  if [[ -x $tools/up ]]; then
    docker version >/dev/null 2>&1 || started=tools
    address=$("$tools/up" "$1" | tee /dev/stderr | tail -n 1)
    set -a
    # shellcheck disable=SC1090
    . "$address"
    set +a
    export CLUSTER_LOAD=$tools/load
    # shellcheck disable=SC2046
    "$tools/base-images" $(base_images "$2")
  elif [[ $1 == kubernetes ]] && command -v kind >/dev/null && docker version >/dev/null 2>&1; then
    if ! kind get clusters 2>/dev/null | grep -qx emporium; then
      started=kind
      kind create cluster --config deploy/kind/cluster.yaml --wait 120s
    fi
    kubectl config use-context kind-emporium
    export CLUSTER_LOAD='kind load docker-image --name emporium'
  fi
}
