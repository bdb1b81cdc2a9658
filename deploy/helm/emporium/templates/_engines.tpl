{{/* JSON of the engines in the release: what engines.yaml says of each, with what values.yaml sets for it. */}}
{{- define "emporium.engines" -}}
{{- $all := dict -}}
{{- if .Values.engines.enabled -}}
{{- range $name, $facts := .Files.Get "engines.yaml" | fromYaml -}}
{{- $own := index $.Values.engines $name -}}
{{- if ne (toString $own.enabled) "false" -}}
{{- $_ := set $all $name (mergeOverwrite (deepCopy $own) $facts) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $all | toJson -}}
{{- end -}}

{{- define "emporium.engineComponent" -}}engine-{{ kebabcase . }}{{- end -}}

{{/* Addresses of the engines in the release: dict root, password. */}}
{{- define "emporium.engineUrls" -}}
{{- $prefix := printf "%s-engine" (include "emporium.name" .root) -}}
DATABASE_URL: postgres://emporium:{{ .password }}@{{ $prefix }}-database:5432/postgres
KV_URL: redis://{{ $prefix }}-key-value:6379
CACHE_URL: redis://{{ $prefix }}-key-value:6379/1
BUS_URL: kafka://{{ $prefix }}-bus:9092
SEARCH_URL: {{ .root.Values.engines.search.enabled | ternary (printf "opensearch+http://%s-search:9200" $prefix) "'pg:'" }}
BLOB_URL: s3://media?endpoint=http://{{ $prefix }}-blob:9000
S3_ACCESS_KEY_ID: emporium
S3_SECRET_ACCESS_KEY: {{ .password | quote }}
PAYMENT_URL: test+http://{{ $prefix }}-payment:4300
MAIL_URL: smtp://{{ $prefix }}-mail:1025
{{- end -}}
