package project

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/setup"
)

// TestSetUp: what is set up keeps its order, its lines, and its paths as they are written.
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
		"setup: [{kustomisation: a}]":               `line 1: there is no "kustomisation" in an entry of setup; did you mean "kustomization"?`,
		"setup: [{manifests: a, kustomization: b}]": "only one of manifests and kustomization",
		"setup: [{namespace: a}]":                   "none of manifests and kustomization",
		"setup: [{manifests: a, within: 5}]":        "within is a time",
		"setup: [[a]]":                              "it is a list, where the path of manifests",
		"setup: [{manifests: [a]}]":                 "manifests is a list, where one text belongs",
	} {
		in(t, text+"\n")
		if _, err := Resolve(Request{Dir: "."}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
