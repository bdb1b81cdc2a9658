{{- define "emporium.secretName" -}}
{{ .Values.secret.existing | default (printf "%s-secret" (include "emporium.name" .)) }}
{{- end -}}

{{/*
JSON of the Secret that the chart creates: what is given, else what the Secret in the cluster has, else made up. Made up once per rendering,
as the checksums in the pods must be those of what is written.
*/}}
{{- define "emporium.secretData" -}}
{{- if not (hasKey .Values.secret "rendered") -}}
{{- $live := dict -}}
{{- range $key, $value := (lookup "v1" "Secret" .Release.Namespace (include "emporium.secretName" .)).data | default dict -}}
{{- $_ := set $live $key (b64dec $value) -}}
{{- end -}}
{{- $made := dict -}}
{{- if .Values.engines.enabled -}}
{{- $_ := set $made "ENGINE_PASSWORD" (.Values.engines.password | default (get $live "ENGINE_PASSWORD") | default (randAlphaNum 24)) -}}
{{- $made = merge $made (include "emporium.engineUrls" (dict "root" . "password" $made.ENGINE_PASSWORD) | fromYaml) -}}
{{- end -}}
{{- range list "INTERNAL_SECRET" "EVENT_SECRET" "PAYMENT_WEBHOOK_SECRET" -}}
{{- $_ := set $made . (get $live . | default (randAlphaNum 48)) -}}
{{- end -}}
{{- $given := .Values.secret.values -}}
{{- $private := $given.JWT_PRIVATE_KEY | default (get $live "JWT_PRIVATE_KEY") | default (genPrivateKey "ecdsa") -}}
{{- $_ := set $made "JWT_PRIVATE_KEY" $private -}}
{{- if and (eq $private (get $live "JWT_PRIVATE_KEY")) (get $live "JWT_PUBLIC_KEY") -}}
{{- $_ := set $made "JWT_PUBLIC_KEY" (get $live "JWT_PUBLIC_KEY") -}}
{{- else if not $given.JWT_PUBLIC_KEY -}}
{{- /* A certificate holds the public key, and is the only form in which Helm gives it away. */ -}}
{{- $_ := set $made "JWT_PUBLIC_KEY" (genSelfSignedCertWithKey "emporium" nil nil 36500 $private).Cert -}}
{{- end -}}
{{- $_ := set .Values.secret "rendered" (mergeOverwrite $made $given | toJson) -}}
{{- end -}}
{{- .Values.secret.rendered -}}
{{- end -}}

{{/* Changes when a pod must start anew to see the settings or secrets: dict root, secrets. */}}
{{- define "emporium.checksum" -}}
{{- $seen := dict "settings" (include "emporium.settings" .root) -}}
{{- if not .root.Values.secret.existing -}}
{{- $data := include "emporium.secretData" .root | fromJson -}}
{{- range .secrets }}{{ $_ := set $seen . (get $data (trimSuffix "?" .)) }}{{ end -}}
{{- end -}}
{{- $seen | toJson | sha256sum -}}
{{- end -}}
