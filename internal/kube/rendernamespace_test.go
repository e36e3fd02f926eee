package kube

import (
	"reflect"
	"strings"
	"testing"
)

// "other" is a namespace of the scenario, kube-system is not.
func TestFieldsThatNameANamespace(t *testing.T) {
	for name, text := range map[string]string{
		"webhooks":                      "webhooks: [{clientConfig: {service: {name: s, namespace: OTHER}}, namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: OTHER}}}, {clientConfig: {service: {namespace: kube-system}}}]",
		"an aggregated API":             "spec: {service: {name: s, namespace: OTHER}}",
		"a conversion":                  "spec: {conversion: {webhook: {clientConfig: {service: {namespace: OTHER}}}}}",
		"affinity":                      "spec: {template: {spec: {affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{namespaces: [OTHER, kube-system], namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [OTHER, default]}, {key: team, values: [other]}]}}]}}}}}",
		"a policy":                      "spec: {ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: OTHER}}}, {namespaceSelector: {matchLabels: {name: other, namespace: other}}}]}]}",
		"subjects":                      "subjects: [{kind: ServiceAccount, name: s, namespace: OTHER}, {kind: ServiceAccount, name: s, namespace: kube-system}, {kind: User, name: 'system:serviceaccount:OTHER:s'}, {kind: Group, name: 'system:serviceaccounts:OTHER'}, {kind: Group, name: 'system:serviceaccounts'}, {kind: User, name: other}]",
		"priority and fairness":         "spec: {rules: [{subjects: [{kind: ServiceAccount, serviceAccount: {name: s, namespace: OTHER}}], resourceRules: [{namespaces: [OTHER, '*']}]}]}",
		"a parameter of a policy":       "spec: {paramRef: {name: p, namespace: OTHER}, matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: OTHER}}}}",
		"a volume's claim and secrets":  "spec: {claimRef: {name: c, namespace: OTHER}, csi: {nodePublishSecretRef: {namespace: OTHER}}}",
		"a storage class":               "parameters: {csi.storage.k8s.io/provisioner-secret-namespace: OTHER, type: other}",
		"an ingress class":              "spec: {parameters: {namespace: OTHER}}",
		"gateways":                      "spec: {parentRefs: [{namespace: OTHER}], rules: [{backendRefs: [{name: other, namespace: OTHER}]}]}",
		"a custom resource":             "spec: {targetNamespace: OTHER, to: {namespaces: [OTHER]}}",
		"data and labels are no fields": "data: {namespace: other}\nspec: {selector: {namespace: other}, template: {metadata: {labels: {namespace: other}}}, env: [{name: namespace, value: other}]}",
		"other words":                   "spec: {hostname: other, namespaceX: other, a: {name: other}}",
	} {
		text = "apiVersion: v1\nkind: X\nmetadata: {name: a, labels: {namespace: other}}\n" + text
		got, err := one(t, strings.ReplaceAll(text, "OTHER", "other")).Render(Rewriter{Own: ownOf})
		if want := object(t, strings.ReplaceAll(text, "OTHER", "other-1")); err != nil || !reflect.DeepEqual(got.Object.Object, want) {
			t.Errorf("%s: got %v, %v", name, got.Object.Object, err)
		}
	}
}

func TestNamespacesInTexts(t *testing.T) {
	const text = "apiVersion: v1\nkind: X\nmetadata: {name: a, annotations: {a: 'x.$(namespace:other)'}}\nspec: {env: [{value: 'db.$(namespace:other).svc $(HOME) $(namespace:)'}], list: ['$(namespace:other)']}\ndata: {u: 'a-$(namespace:other)-$(namespace:other)'}\ntop: $(namespace:other)\nnamespace: $(namespace:other)"
	got, err := one(t, text).Render(Rewriter{Own: ownOf})
	want := object(t, strings.NewReplacer("$(namespace:other)", "other-1", "$(namespace:)", "own-1").Replace(text))
	if err != nil || !reflect.DeepEqual(got.Object.Object, want) {
		t.Errorf("got %v, %v", got.Object.Object, err)
	}
	_, err = one(t, strings.ReplaceAll(text, "(namespace:other)", "(namespace:othre)")).Render(Rewriter{Own: ownOf})
	if err == nil || !strings.Contains(err.Error(), `$(namespace:othre): no manifest of the scenario has the namespace "othre"`) {
		t.Errorf("got %v", err)
	}
}
