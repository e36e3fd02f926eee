package plan

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
)

const kindSlips = `Feature: Slips in kinds

  Scenario: What may be a custom resource
    When this manifest is applied:
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: deploymens.example.org}
      spec: {group: example.org, names: {kind: Deploymen, plural: deploymens, singular: deploymen, shortNames: [dpl]}}
      """
    Then deploymnet "web" exists
    And podss "web" does not exist
    And deploymen "web" exists
    And dpl "web" exists
    And database "db" exists
    And deployments "web" exists
`

// A kind in a step that the cluster does not serve is refused before the run if it is similar to a served one. It is accepted if
// the scenario defines it, or if it is similar to none.
func TestKindsThatAreMisspelt(t *testing.T) {
	p, err := Make(Options{FS: fstest.MapFS{"features/x.feature": {Data: []byte(kindSlips)}}})
	if err != nil {
		t.Fatal(err)
	}
	resource := func(name, kind string) metav1.APIResource {
		return metav1.APIResource{Name: name, SingularName: strings.ToLower(kind), Kind: kind, Namespaced: true, Verbs: []string{"get"}}
	}
	version := metav1.GroupVersionForDiscovery{GroupVersion: "apps/v1", Version: "v1"}
	core := metav1.GroupVersionForDiscovery{GroupVersion: "v1", Version: "v1"}
	client, err := kube.NewOffline(kube.Served{
		Groups: []*metav1.APIGroup{{Versions: []metav1.GroupVersionForDiscovery{core}, PreferredVersion: core},
			{Name: "apps", Versions: []metav1.GroupVersionForDiscovery{version}, PreferredVersion: version}},
		Resources: []*metav1.APIResourceList{{GroupVersion: "v1", APIResources: []metav1.APIResource{resource("pods", "Pod")}},
			{GroupVersion: "apps/v1", APIResources: []metav1.APIResource{resource("deployments", "Deployment")}}},
	}, func(request string) error { return errors.New("no cluster to answer " + request) })
	if err != nil {
		t.Fatal(err)
	}
	mustRefuse(t, p.checkWords(t.Context(), client), []string{
		`x.feature:11: the cluster does not know the kind "deploymnet"; did you mean Deployment in apps/v1?`,
		`x.feature:12: the cluster does not know the kind "podss"; did you mean Pod in v1?`,
	})
}
