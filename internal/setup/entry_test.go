package setup_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gherkind/gherkind/internal/chart"
	"github.com/gherkind/gherkind/internal/setup"
)

var files = fstest.MapFS{
	"app/deploy/b.yaml": {}, "app/deploy/a.yml": {}, "app/deploy/README.md": {}, "app/deploy/old/c.yaml": {}, "app/empty/README.md": {},
}

// Entries become steps in order, a folder one for each of its files, and each entry is ready before the next.
func TestWrite(t *testing.T) {
	written, err := setup.Write(files, "app", []setup.Entry{
		{Manifests: "deploy", Namespace: "shop", Line: 4},
		{Kustomization: "overlays/ci", Within: 90 * time.Second, Line: 5},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `Feature: Set-up

  Scenario: Set-up
    Given the manifest "deploy/a.yml" is applied
    Given the manifest "deploy/b.yaml" is applied
    Then everything that was applied is ready within 5m
    Given the kustomization "overlays/ci" is applied
    Then everything that was applied is ready within 1m30s
`
	if written.Text != want {
		t.Errorf("%s", written.Text)
	}
	if !slices.Equal(written.Lines, []int{4, 4, 4, 5, 5}) || !slices.Equal(written.Namespaces, []string{"shop", "shop", "shop", "", ""}) {
		t.Errorf("%v %q", written.Lines, written.Namespaces)
	}
}

// A missing file is not a set-up that does nothing.
func TestMissing(t *testing.T) {
	for _, name := range []string{"nowhere", "empty"} {
		if _, err := setup.Write(files, "app", []setup.Entry{{Manifests: name, Line: 3}}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An entry has one source.
func TestCheck(t *testing.T) {
	for _, bad := range []setup.Entry{{}, {Manifests: "a", Kustomization: "b"}, {Manifests: "a", Within: -1}} {
		if bad.Check() == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
	if err := (setup.Entry{Kustomization: "a"}).Check(); err != nil {
		t.Error(err)
	}
}

// The values of a chart are below its step: set values override those of files, and later files override earlier ones.
func TestChart(t *testing.T) {
	files := fstest.MapFS{
		"app/a.yaml": {Data: []byte("replicas: $(value:replicas)\nimage: {tag: v1, name: shop}\nquote: 'say \"hi\" \\'\n")},
		"app/b.yaml": {Data: []byte("image: {tag: v2}\nbig: 1234567\n")}, "app/bad.yaml": {Data: []byte("- a\n")},
	}
	written, err := setup.Write(files, "app", []setup.Entry{
		{Chart: "deploy/chart", Release: "shop", Line: 4},
		{Chart: "deploy/chart", Release: "two", Values: []string{"a.yaml", "b.yaml"}, Set: chart.Values{"image": map[string]any{"pull": true}}, Within: time.Minute, Line: 5},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `Feature: Set-up

  Scenario: Set-up
    Given the chart "deploy/chart" is installed as "shop"
    Then everything that was applied is ready within 5m
    Given the chart "deploy/chart" is installed as "two" with values:
      """
      {"big": 1234567, "image": {"name": "shop", "pull": true, "tag": "v2"}, "quote": "say \u0022hi\u0022 \\", "replicas": $(value:replicas)}
      """
    Then everything that was applied is ready within 1m
`
	if written.Text != want {
		t.Errorf("%s", written.Text)
	}
	if !slices.Equal(written.Withins, []time.Duration{5 * time.Minute, 5 * time.Minute, time.Minute, time.Minute}) || !slices.Equal(written.Lines, []int{4, 4, 5, 5}) {
		t.Errorf("%v %v", written.Withins, written.Lines)
	}
	for name, says := range map[string]string{"none.yaml": "there is no file none.yaml", "bad.yaml": "names with their values"} {
		if _, err := setup.Write(files, "app", []setup.Entry{{Chart: "c", Release: "r", Values: []string{name}}}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
