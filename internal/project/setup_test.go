package project

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/setup"
)

// TestSetUp: the entries of setup keep their order, lines, and paths.
func TestSetUp(t *testing.T) {
	in(t, "setup:\n  - deploy/crds\n  - {kustomization: deploy/ci, within: 90s}\n  - manifests: db.yaml\n    namespace: shop\nprofiles:\n  bare: {setup: []}\n")
	p, err := Resolve(Request{Dir: "."})
	if err != nil {
		t.Fatal(err)
	}
	want := []setup.Entry{
		{Manifests: "deploy/crds", Line: 2}, {Kustomization: "deploy/ci", Within: 90 * time.Second, Line: 3}, {Manifests: "db.yaml", Namespace: "shop", Line: 4},
	}
	if !reflect.DeepEqual(p.SetUp, want) {
		t.Errorf("%+v", p.SetUp)
	}
	one, err := p.OneSetUp()
	if err != nil || one == nil || one.File != p.File.Path || one.ID == "" {
		t.Errorf("%+v, %v", one, err)
	}
	if p, err = Resolve(Request{Dir: ".", Profile: "bare"}); err != nil || len(p.SetUp) != 0 {
		t.Errorf("%+v, %v", p, err)
	}
	if one, err := p.OneSetUp(); one != nil || err != nil {
		t.Errorf("%+v, %v", one, err)
	}
}

func TestSetUpsThatAreNone(t *testing.T) {
	for text, want := range map[string]string{
		"setup: [{kustomisation: a}]":                     `line 1: there is no "kustomisation" in an entry of setup; did you mean "kustomization"?`,
		"setup: [{manifests: a, kustomization: b}]":       "only one of manifests, kustomization and chart",
		"setup: [{namespace: a}]":                         "neither manifests, kustomization nor chart",
		"setup: [{manifests: a, within: 5}]":              "within is a time",
		"setup: [{chart: a}]":                             "it has no release",
		"setup: [{manifests: a, set: {b: 1}}]":            "values and set are for a chart",
		"setup: [{chart: a, release: b, set: [c]}]":       "set is a list, but must be names with their values",
		"setup: [{chart: a, release: b, values: {c: 1}}]": "put the values themselves into set",
		"setup: [[a]]":                                    "it is a list, but must be the path of manifests",
		"setup: [{manifests: [a]}]":                       "manifests is a list, but must be one text",
	} {
		in(t, text+"\n")
		if _, err := Resolve(Request{Dir: "."}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestChartOfSetUp: the values of a chart keep their types, and a dot in the name of a set value leads into a map.
func TestChartOfSetUp(t *testing.T) {
	in(t, "setup:\n  - chart: deploy/chart\n    release: shop\n    values: [a.yaml, b.yaml]\n    set: {image.tag: \"1.10\", replicas: 3, debug: true, \"a\\\\.b\": c, hosts: [x]}\n")
	p, err := Resolve(Request{Dir: "."})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.SetUp) != 1 {
		t.Fatalf("%+v", p.SetUp)
	}
	e := p.SetUp[0]
	text, err := json.Marshal(e.Set)
	want := `{"a.b":"c","debug":true,"hosts":["x"],"image":{"tag":"1.10"},"replicas":3}`
	if err != nil || string(text) != want || e.Chart != "deploy/chart" || e.Release != "shop" || !slices.Equal(e.Values, []string{"a.yaml", "b.yaml"}) || e.String() != "chart deploy/chart" {
		t.Errorf("%+v, %s, %v", e, text, err)
	}
}

// TestSetUpName: a set-up has the name that the project gives it, or that of its folder.
func TestSetUpName(t *testing.T) {
	in(t, "setup: [deploy]\nsetup-name: shop-ci\n")
	p, err := Resolve(Request{Dir: "."})
	if err != nil {
		t.Fatal(err)
	}
	if one, err := p.OneSetUp(); err != nil || one.ID != "shop-ci" {
		t.Errorf("%+v, %v", one, err)
	}
	in(t, "setup: [deploy]\nsetup-name: Shop_CI\n")
	if _, err := Resolve(Request{Dir: "."}); err == nil || !strings.Contains(err.Error(), `for example "shop-ci"`) {
		t.Errorf("%v", err)
	}
}
