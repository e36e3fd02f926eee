package record

import (
	"fmt"

	"github.com/gherkind/gherkind/internal/bilingual"
)

// wording has what a recording says besides its steps, in one language.
type wording struct {
	feature, scenario      string // keywords
	given, when, then, and string
	title                  string // %s: the namespace
	advice, recorded       string
	secrets                string // the comment of a manifest
}

var english = wording{
	feature: "Feature", scenario: "Scenario", given: "Given", when: "When", then: "Then", and: "And",
	title:    "What was done in namespace %s",
	advice:   "Written by gherkind record. Give it a better name, and keep the checks that matter.",
	recorded: "Recorded",
	secrets:  "The values were not recorded: write those that the pods need.",
}

var wordings = map[string]wording{
	"zh-CN": {
		feature: "功能", scenario: "场景", given: "假如", when: "当", then: "那么", and: "而且",
		title:    "在命名空间 %s 中的操作",
		advice:   "由 gherkind record 录制。请改一个更贴切的名称，只保留重要的检查。",
		recorded: "录制的操作",
		secrets:  "值没有录制：请填写 Pod 需要的值。",
	},
}

// wordingOf returns the wording in the language of the steps.
func wordingOf(speaker *bilingual.Speaker) wording {
	if w, has := wordings[speaker.Language()]; has {
		return w
	}
	return english
}

// head returns what is above the steps.
func (w wording) head(language, namespace string) string {
	first := ""
	if language != "" {
		first = "# language: " + language + "\n"
	}
	return fmt.Sprintf("%s%s: %s\n  %s\n\n  %s: %s\n", first, w.feature, fmt.Sprintf(w.title, namespace), w.advice, w.scenario, w.recorded)
}
