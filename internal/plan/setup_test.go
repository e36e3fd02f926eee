package plan

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

const definedShop = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shops.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Shop, plural: shops, singular: shop}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`

func setUpTree(more map[string]string) fstest.MapFS {
	tree := fstest.MapFS{
		"features/a.feature": {Data: []byte("Feature: A\n  Scenario: A\n    When deployment \"web\" is scaled to 2 replicas\n")},
		"gherkind.yaml":      {Data: []byte("setup: …\n")},
		"deploy/crds.yaml":   {Data: []byte(definedShop)},
		"deploy/web.yaml":    {Data: []byte("apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: $(value:port)}]}\n")},
	}
	for name, text := range more {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return tree
}

func setUpOf(entries ...setup.Entry) *setup.SetUp {
	return &setup.SetUp{File: "gherkind.yaml", ID: "a", Entries: entries, Changes: true}
}

// TestSetUpIsPlanned: the set-up is a scenario besides the others, with values substituted, and its permissions are among those
// of the run.
func TestSetUpIsPlanned(t *testing.T) {
	p, err := Make(Options{FS: setUpTree(nil), Values: map[string]string{"port": "80"}, SetUp: setUpOf(setup.Entry{Manifests: "deploy", Line: 4, Namespace: "shop"})})
	if err != nil {
		t.Fatal(err)
	}
	about := p.ScenarioOf(p.SetUp)
	if len(p.Pickles) != 1 || len(p.SetUp.Steps) != 3 || len(about.Objects) != 2 || about.SetUp == nil || about.SetUp.Namespaces[1] != "shop" {
		t.Fatalf("%d scenarios, %d steps, %+v", len(p.Pickles), len(p.SetUp.Steps), about)
	}
	for _, s := range p.SetUp.Steps {
		if s.Line != 4 {
			t.Errorf("step %q is in line %d", s.Text, s.Line)
		}
	}
	if p.ScenarioOf(p.Pickles[0]).SetUp != nil {
		t.Error("the scenario is marked as set-up")
	}
	rights, err := p.Rights()
	if err != nil || !strings.Contains(rights, `resources: ["services"], verbs: [create, delete,`) {
		t.Errorf("%v\n%s", err, rights)
	}
	p.Repeat(2)
	if p.ScenarioOf(p.SetUp).SetUp == nil {
		t.Error("the set-up is lost after Repeat")
	}
	pickle, model := p.SetUpOf(Group{groupKey: groupKey{Topology: "ha"}, Cluster: cluster.Options{}})
	if found, err := p.Pickle(model.ID); err != nil || found != pickle || model.ID == p.SetUp.ID {
		t.Errorf("the set-up of another topology is %v: %v", model.ID, err)
	}
}

// TestMistakesOfASetUp: each is found before a cluster is created, at the line of its entry.
func TestMistakesOfASetUp(t *testing.T) {
	for name, c := range map[string]struct {
		entry setup.Entry
		more  map[string]string
		want  string
	}{
		"file":          {setup.Entry{Manifests: "nowhere.yaml"}, nil, "gherkind.yaml:7: set-up: there is no file or folder nowhere.yaml"},
		"kustomization": {setup.Entry{Kustomization: "overlay"}, map[string]string{"overlay/kustomization.yaml": "resources: [x.yaml]\n"}, "x.yaml"},
		"remote":        {setup.Entry{Kustomization: "overlay"}, map[string]string{"overlay/kustomization.yaml": "resources: [\"https://example.com/x.yaml\"]\n"}, "overlay/kustomization.yaml:1"},
		"field":         {setup.Entry{Manifests: "bad.yaml"}, map[string]string{"bad.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {contaners: []}\n"}, "contaners"},
		"value":         {setup.Entry{Manifests: "deploy/web.yaml"}, nil, "port"},
	} {
		t.Run(name, func(t *testing.T) {
			c.entry.Line = 7
			_, err := Make(Options{FS: setUpTree(c.more), SetUp: setUpOf(c.entry)})
			if err == nil || !strings.Contains(err.Error(), "gherkind.yaml:7: ") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v", err)
			}
		})
	}
}
