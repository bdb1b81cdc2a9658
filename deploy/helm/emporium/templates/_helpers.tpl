{{- define "emporium.name" -}}
{{- if contains "emporium" .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-emporium" .Release.Name | trunc 40 | trimSuffix "-" }}{{ end -}}
{{- end -}}

{{/* What selects the pods of a component: dict root, component. */}}
{{- define "emporium.selector" -}}
app.kubernetes.io/name: emporium
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "emporium.labels" -}}
{{ include "emporium.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end -}}

{{/* Name and labels of an object: dict root, component. */}}
{{- define "emporium.metadata" -}}
name: {{ include "emporium.name" .root }}-{{ .component }}
labels: {{- include "emporium.labels" . | nindent 2 }}
{{- end -}}

{{/* dict root, service */}}
{{- define "emporium.image" -}}
{{- $image := .root.Values.image -}}
{{- with $image.registry }}{{ . | trimSuffix "/" }}/{{ end }}emporium/{{ .service }}:{{ $image.tag | default .root.Chart.AppVersion }}{{ with get $image.digests .service }}@{{ . }}{{ end }}
{{- end -}}

{{/* JSON of all services: what services.yaml says of each, with what values.yaml sets for it. */}}
{{- define "emporium.services" -}}
{{- $all := dict -}}
{{- range $name, $facts := .Files.Get "services.yaml" | fromYaml -}}
{{- $own := eq $name "gateway" | ternary $.Values.gateway (index $.Values.subgraphs $name) | default dict -}}
{{- $_ := set $all $name (mergeOverwrite (deepCopy $.Values.service) (deepCopy $own) $facts) -}}
{{- end -}}
{{- $all | toJson -}}
{{- end -}}

{{/* What the restricted Pod Security Standard asks of a pod, and of a container. */}}
{{- define "emporium.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "emporium.containerSecurity" -}}
allowPrivilegeEscalation: false
capabilities: { drop: [ALL] }
{{- end -}}

{{/* How every pod of ours begins: dict root, component. */}}
{{- define "emporium.podSpec" -}}
serviceAccountName: {{ include "emporium.name" .root }}-{{ .component }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext: {{- include "emporium.podSecurity" 1000 | nindent 2 }}
{{- end -}}

{{/* The only places that a container of ours writes to. */}}
{{- define "emporium.writableMounts" -}}
- { name: data, mountPath: /data }
- { name: tmp, mountPath: /tmp }
{{- end -}}
{{- define "emporium.writableVolumes" -}}
- { name: data, emptyDir: {} }
- { name: tmp, emptyDir: {} }
{{- end -}}

{{/* What a container of ours is: dict root, service (the image). */}}
{{- define "emporium.container" -}}
image: {{ include "emporium.image" . }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  {{- include "emporium.containerSecurity" . | nindent 2 }}
  readOnlyRootFilesystem: true
volumeMounts: {{- include "emporium.writableMounts" . | nindent 2 }}
{{- end -}}

{{/* Variables from the Secret: dict root, secrets (names, ? = may be missing), secretName. */}}
{{- define "emporium.secretEnv" -}}
{{- $secret := .secretName | default (include "emporium.secretName" .root) -}}
{{- range .secrets }}
- name: {{ . | trimSuffix "?" }}
  valueFrom: { secretKeyRef: { name: {{ $secret }}, key: {{ . | trimSuffix "?" }}{{ if hasSuffix "?" . }}, optional: true{{ end }} } }
{{- end }}
{{- end -}}

{{/* Addresses of subgraphs: dict root, calls. */}}
{{- define "emporium.addressEnv" -}}
{{- range .calls }}
- { name: SUBGRAPH_{{ upper . }}_URL, value: 'http://{{ include "emporium.name" $.root }}-{{ . }}:4000/graphql' }
{{- end }}
{{- end -}}

{{- define "emporium.settings" -}}
{{- $v := .Values -}}
{{- $all := dict "NODE_ENV" $v.nodeEnv "LOG_LEVEL" $v.logLevel "LISTEN_HOST" "*" "SHOP_CURRENCY" $v.currency "PUBLIC_URL" $v.publicUrl -}}
{{- if $v.discoveryUrl }}{{ $_ := set $all "DISCOVERY_URL" $v.discoveryUrl }}{{ end -}}
{{- /* One broker can keep one copy. */ -}}
{{- if $v.engines.enabled }}{{ $_ := set $all "BUS_REPLICATION" "1" }}{{ end -}}
{{- range $name, $value := $v.settings }}{{ $_ := set $all $name (toString $value) }}{{ end -}}
{{- toYaml $all -}}
{{- end -}}
