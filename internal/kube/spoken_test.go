package kube

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestNamespacesThatAreSpokenOf(t *testing.T) {
	m, err := ParseManifest("x.yaml", []byte("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: http://$(namespace:shop).svc $(namespace:)\n  b: $(VAR)\n---\n"+pod+"spec: {x: ['$(namespace:shp)']}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(m.Spoken()), "[{shop 5} { 5} {shp 11}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A text that seems to mean a namespace by the scenario's alias is never rewritten, and never overlooked.
func TestNamespacesThatAreMeant(t *testing.T) {
	own := func(alias string) bool { return alias == "shop" }
	for text, path := range map[string]string{
		"spec: {namespaceSelector: {matchNames: [other, shop]}}":                           "spec.namespaceSelector.matchNames[1]",
		"spec: {namespaceRef: {name: shop}}":                                               "spec.namespaceRef.name",
		"spec: {targetNamespaces: [shop]}":                                                 "spec.targetNamespaces[0]",
		"spec: {watchNamespaceName: shop}":                                                 "spec.watchNamespaceName",
		"spec: {namespaces: {shop: {quota: 1}}}":                                           "spec.namespaces.shop",
		"spec: {ref: {kind: Namespace, name: shop}}":                                       "spec.ref.name",
		"spec: {containers: [{env: [{name: POD_NAMESPACE, value: shop}]}]}":                "spec.containers[0].env[0].value",
		"spec: {containers: [{args: [--namespace, shop]}]}":                                "spec.containers[0].args[1]",
		"spec: {containers: [{args: [-n, shop]}]}":                                         "spec.containers[0].args[1]",
		"spec: {containers: [{args: [--watch-namespace=shop]}]}":                           "spec.containers[0].args[0]",
		"spec: {url: 'http://db.shop.svc.cluster.local:80/x'}":                             "spec.url",
		"data: {namespace: shop}":                                                          "data.namespace",
		"data: {config: \"a: 1\\nnamespace: shop\\n\"}":                                    "data.config",
		"spec: {a: &a [shop], namespacesToWatch: *a}":                                      "spec.namespacesToWatch[0]",
		"spec: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}":    "", // gets the real name
		"spec: {namespaceSelector: {matchExpressions: [{key: team, values: [shop]}]}}":     "", // a label
		"spec: {namespace: shop, targetNamespace: shop, x: {namespaces: [shop]}}":          "", // get the real name
		"spec: {namespaceSelector: {matchNames: [other]}, namespaceRef: {name: default}}":  "",
		"spec: {url: 'http://db.other.svc', x: shop, y: namespace, z: 'a namespace shop'}": "",
		"spec: {namespaceRef: {name: '$(namespace:shop)'}, url: db.$(namespace:shop).svc}": "",
		"spec: {containers: [{name: shop, image: shop}], serviceName: shop}":               "",
	} {
		m, err := ParseManifest("x.yaml", []byte("apiVersion: e.org/v1\nkind: X\nmetadata: {name: a, labels: {namespace: shop}}\n"+text+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		got := m.Meant(own)
		if path == "" && len(got) == 0 {
			continue
		}
		if len(got) != 1 || !strings.HasPrefix(got[0].Error(), "x.yaml:4: "+path+` speaks of "shop"`) || !strings.HasSuffix(got[0].Error(), "write $(namespace:shop)") {
			t.Errorf("%s: %v", text, got)
		}
	}
	if got := MeantIn("wget -O- http://web.shop.svc/ && kubectl get pods --namespace=shop", own); !slices.Equal(got, []string{"shop"}) {
		t.Errorf("got %q", got)
	}
	m, err := ParseManifest("x.yaml", []byte("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\nspec: {namespaceRef: {name: shop}}\n"))
	if err != nil || len(m.Meant(own)) != 0 {
		t.Errorf("the namespace itself: %v", err)
	}
}
