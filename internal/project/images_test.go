package project

import (
	"reflect"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// TestImages: images are given by name, with paths relative to the file, or as a list of images that Docker has.
func TestImages(t *testing.T) {
	in(t, "images:\n  shop: {build: ., dockerfile: Dockerfile.dev, target: prod, args: {VERSION: 1.5}}\n  pay:1.4:\n  stub: {docker: stub:dev}\n  db: {archive: images/db.tar}\n  tool: {go: ./cmd/tool}\n  op: {build: operator, go: ./cmd, program: manager}\n"+
		"profiles:\n  ci: {images: [shop:ci, 'pay:1.4']}\n")
	for profile, want := range map[string][]cluster.Image{
		"": {
			{Name: "shop", Build: "..", Dockerfile: "Dockerfile.dev", Target: "prod", Args: []string{"VERSION=1.5"}},
			{Name: "pay:1.4"}, {Name: "stub", Docker: "stub:dev"}, {Name: "db", Archive: "../images/db.tar"},
			{Name: "tool", Build: "..", Go: "./cmd/tool"}, {Name: "op", Build: "../operator", Go: "./cmd", Program: "manager"},
		},
		"ci": {{Name: "shop:ci"}, {Name: "pay:1.4"}},
	} {
		p, err := Resolve(Request{Dir: ".", Profile: profile})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(p.Cluster.Images, want) {
			t.Errorf("profile %q: %+v, want %+v", profile, p.Cluster.Images, want)
		}
	}
}

func TestImagesThatAreNone(t *testing.T) {
	for text, want := range map[string]string{
		"images: built":                                   "images built: that is the text \"built\", but must be images: one per line, as NAME: {build: FOLDER}, or a list of those that Docker has; where gherkind's own images come from is image-source",
		"images: {shop: .}":                               "shop in line 1: it is the text \".\", but must be {build: FOLDER}, {go: PACKAGE}, {docker: NAME} or {archive: FILE}",
		"images: {shop: {biuld: .}}":                      `shop in line 1: an image has no key "biuld"; did you mean "build"?`,
		"images: {shop: {build: [a]}}":                    "build is a list, but must be one text",
		"images: {shop: {build: ., archive: a.tar}}":      "shop: it can have only one of docker, build (or go) and archive",
		"images: {shop: {target: prod}}":                  "shop: dockerfile, target and args are for an image with build",
		"images: {shop: {build: ., go: ., target: prod}}": "shop: dockerfile, target and args are for an image with build, and without go",
		"images: {shop: {build: ., program: shop}}":       "shop: program is for an image with go",
		"images: {shop: {go: ., archive: a.tar}}":         "shop: it can have only one of docker, build (or go) and archive",
		"images: [shop, shop]":                            "shop is listed twice",
		"images: {shop: {build: ., args: {A: [1]}}}":      "args: A in line 1 is a list",
	} {
		in(t, text)
		_, err := Resolve(Request{Dir: "."})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	in(t, "")
	_, err := Resolve(Request{Dir: ".", Getenv: func(name string) string { return map[string]string{"GHERKIND_IMAGES": "a"}[name] }})
	if err == nil || !strings.Contains(err.Error(), "GHERKIND_IMAGES=a: it can be set in gherkind.yaml only") {
		t.Errorf("environment: %v", err)
	}
}
