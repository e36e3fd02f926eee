package lsp_test

import (
	"strings"
	"testing"
)

// TestProjectFile: folders of manifests and values are taken from the current gherkind.yaml whenever a feature is checked.
func TestProjectFile(t *testing.T) {
	c := connect(t)
	text := "Feature: Shop\n\n  Scenario: It runs\n    When the manifest \"cache.yaml\" is applied\n    Then pod \"cache\" has \"$(value:tier)\" at \"{.metadata.labels.tier}\"\n"
	if p := c.edit("didOpen", text); len(p.Diagnostics) != 2 || p.Diagnostics[1].Code != "unknown-value" {
		t.Errorf("without: %+v", p)
	}
	c.write(map[string]string{
		"gherkind.yaml": "manifests: deploy\nvalues: {tier: db}\n", "deploy/cache.yaml": strings.ReplaceAll(manifest, "web", "cache"),
	})
	if p := c.edit("didChange", text); len(p.Diagnostics) != 0 {
		t.Errorf("with: %+v", p)
	}
}
