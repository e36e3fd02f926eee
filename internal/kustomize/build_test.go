package kustomize_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/kustomize"
)

const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: nginx}]}\n"

func files(more map[string]string) fstest.MapFS {
	all := fstest.MapFS{
		"deploy/base/kustomization.yaml": {Data: []byte("resources: [web.yaml]\n")},
		"deploy/base/web.yaml":           {Data: []byte(pod)},
		"deploy/ci/kustomization.yaml":   {Data: []byte("namePrefix: ci-\nresources: [../base]\npatches: [{path: big.yaml, target: {kind: Pod}}]\n")},
		"deploy/ci/big.yaml":             {Data: []byte("- {op: add, path: /metadata/labels, value: {size: big}}\n")},
	}
	for name, text := range more {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

// An overlay is built from its base, and the files that were read are known.
func TestOverlay(t *testing.T) {
	built, err := kustomize.Build(files(nil), "deploy/ci")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"name: ci-web", "size: big", "image: nginx"} {
		if !strings.Contains(string(built.Text), want) {
			t.Errorf("it lacks %q:\n%s", want, built.Text)
		}
	}
	read := strings.Join(built.Files, " ")
	for _, want := range []string{"deploy/base/web.yaml", "deploy/ci/kustomization.yaml", "deploy/ci/big.yaml"} {
		if !strings.Contains(read, want) {
			t.Errorf("read %s, not %s", read, want)
		}
	}
}

// A kustomization in the root folder may refer to files in subfolders.
func TestRootOfTheFiles(t *testing.T) {
	built, err := kustomize.Build(files(map[string]string{"kustomization.yml": "resources: [deploy/base/web.yaml]\n"}), ".")
	if err != nil || !strings.Contains(string(built.Text), "name: web") {
		t.Errorf("%v, %v", built, err)
	}
}

// Nothing is downloaded, and each mistake is reported with its location, in the user's paths.
func TestMistakes(t *testing.T) {
	for name, c := range map[string]struct{ text, path, says string }{
		"address":       {"resources:\n  - https://example.com/web.yaml\n", "a/kustomization.yaml", "a/kustomization.yaml:2: https://example.com/web.yaml is not in the project"},
		"repository":    {"resources:\n  - ../deploy/base\n  - github.com/x/y//deploy?ref=v1\n", "a/kustomization.yaml", "a/kustomization.yaml:3: "},
		"ssh":           {"components: [\"git@example.com:x/y\"]\n", "a/kustomization.yaml", "nothing is downloaded"},
		"remote patch":  {"resources: [../deploy/base]\npatches: [{path: \"https://example.com/p.yaml\"}]\n", "a/kustomization.yaml", "nothing is downloaded"},
		"chart":         {"helmCharts: [{name: x}]\n", "a/kustomization.yaml", "list the chart in addition"},
		"missing file":  {"resources: [nothing.yaml]\n", "a", "nothing.yaml"},
		"unknown field": {"resuorces: [x.yaml]\n", "a", "resuorces"},
		"no objects":    {"namePrefix: x-\n", "a", "a: "},
		"cycle":         {"resources: [../a]\n", "a", "cycle"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := kustomize.Build(files(map[string]string{"a/kustomization.yaml": c.text}), "a")
			wrong, is := errors.AsType[*kustomize.Error](err)
			if !is || wrong.Path != c.path || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "/up/") || strings.Contains(err.Error(), "\n") {
				t.Errorf("%v", err)
			}
		})
	}
}

// A folder without a kustomization is an error.
func TestNoKustomization(t *testing.T) {
	for _, dir := range []string{"deploy", "nowhere"} {
		if _, err := kustomize.Build(files(nil), dir); err == nil || !strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %v", dir, err)
		}
	}
}
