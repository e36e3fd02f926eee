package steps_test

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/goldenfile"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/chinese"
	"github.com/gherkind/gherkind/steps/step"
)

// TestThePageIsCurrent: docs/steps.md and its Chinese translation match the catalogue.
func TestThePageIsCurrent(t *testing.T) {
	c, err := steps.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for language, page := range map[string]string{"en": "../docs/steps.md", chinese.Code: "../docs/steps.zh-CN.md"} {
		listed, err := c.In(language)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := step.WriteMarkdown(&b, listed); err != nil {
			t.Fatal(err)
		}
		goldenfile.Equal(t, page, b.String())
	}
}

// TestStepsAreFoundByOtherWords: steps are found by kinds, kubectl verbs and common search terms.
func TestStepsAreFoundByOtherWords(t *testing.T) {
	c, err := steps.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{
		"cronjob": "pod-called", "CronJobs": "pod-called", "sts": "pod-called", "configmap": "object-deleted", "kubectl": "manifest-applied",
		"wait": "pod-ready", "curl": "service-answers", "exec": "command-prints", "restarting": "container-restarted", "pod ready": "pod-ready", "dns": "pod-accepts-tcp",
	} {
		found := false
		for _, g := range c.Search(word) {
			for _, d := range g.Defs {
				found = found || strings.HasPrefix(d.Name, want)
			}
		}
		if !found {
			t.Errorf("%q finds no %s", word, want)
		}
	}
}
