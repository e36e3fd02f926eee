package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/setup"
)

const shopToRun = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: shop}]}
---
apiVersion: v1
kind: Secret
metadata: {name: key}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: shop}
---
apiVersion: example.com/v1
kind: Shop
metadata: {name: first}
`

// ofAll are the permissions of each run.
var ofAll = []string{
	"configmaps get,list in gherkind-system", "events get,list,watch", "leases.coordination.k8s.io create,delete,get,list,patch,update,watch in gherkind-system",
	"namespaces create,delete,get,list,patch,watch", "nodes get,list,watch", "pods deletecollection,get,list,watch", "pods/log get", "serviceaccounts get,list,watch",
}

// TestNeedsOfRunners: runners see the objects of the set-up, and change of it only what a step changes. They neither make nor
// remove it, and read no Secret that no step refers to.
func TestNeedsOfRunners(t *testing.T) {
	seen := []string{
		"clusterroles.rbac.authorization.k8s.io get,list,watch", "customresourcedefinitions.apiextensions.k8s.io get,list,watch",
		"deployments.apps get,list,watch", "replicasets.apps get,list,watch", "shops.example.com get,list,watch",
	}
	for name, c := range map[string]struct {
		steps       string
		setUp       bool
		more, fewer []string
	}{
		"it only looks":         {`Then shop "first" has "1" at "{.spec.x}"`, true, nil, nil},
		"it scales":             {`When deployment "web" is scaled to 2 replicas`, true, []string{"deployments/scale.apps get,patch"}, nil},
		"it patches, by a word": {"When shop \"first\" is patched with:\n      \"\"\"\n      spec: {x: 1}\n      \"\"\"", true, []string{"shops.example.com get,list,patch,watch"}, []string{"shops.example.com get,list,watch"}},
		"it deletes":            {`When Shop.example.com "first" is deleted`, true, []string{"shops.example.com delete,get,list,watch"}, []string{"shops.example.com get,list,watch"}},
		"it reads a Secret":     {`Then secret "key" exists`, true, []string{"secrets get,list,watch"}, nil},
		"there is no set-up":    {`Then deployment "web" is rolled out`, false, []string{"deployments.apps get,list,watch", "replicasets.apps get,list,watch"}, seen},
	} {
		o := Options{FS: setUpTree(map[string]string{"deploy/shop.yaml": shopToRun, "features/a.feature": "Feature: A\n  Scenario: A\n    " + c.steps + "\n"}), Values: map[string]string{"port": "80"}}
		if c.setUp {
			o.SetUp = setUpOf(setup.Entry{Manifests: "deploy/crds.yaml", Line: 4}, setup.Entry{Manifests: "deploy/shop.yaml", Line: 5, Namespace: "shop"})
		}
		p, err := Make(o)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		needs, err := p.NeedsOfRunners()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range needs {
			resource := strings.TrimSuffix(n.Resource+"."+n.Group, ".")
			text := fmt.Sprintf("%s %s", resource, strings.Join(slices.Sorted(slices.Values(n.Verbs)), ","))
			if n.Namespace != "" {
				text += " in " + n.Namespace
			}
			got = append(got, text)
		}
		want := slices.DeleteFunc(slices.Concat(ofAll, seen), func(one string) bool { return slices.Contains(c.fewer, one) })
		want = append(want, c.more...)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, want)
		}
		if p.SetUp == nil {
			continue
		}
		whole, err := p.Needs() // of who makes the set-up
		if err != nil || !slices.ContainsFunc(whole, func(n Need) bool { return n.Resource == "secrets" && slices.Contains(n.Verbs, "create") }) {
			t.Errorf("%s: %v, %v", name, whole, err)
		}
	}
}
