package steps_test

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/chinese"
	"github.com/gherkind/gherkind/steps/step"
)

// TestEveryStepIsWrittenInChinese: every Chinese pattern has the placeholders of the English one, and no text matches two
// steps.
func TestEveryStepIsWrittenInChinese(t *testing.T) {
	c, err := steps.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.CheckLanguage(chinese.Code); err != nil {
		t.Errorf("%v\nThe Chinese of a step is in steps/chinese/zh-CN, below the name of its group: copy the entry of a neighbour", err)
	}
}

// TestEditorsReadTheChinesePatterns: JavaScript supports \p{Han} only with the u flag.
func TestEditorsReadTheChinesePatterns(t *testing.T) {
	c, err := steps.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	if c, err = c.In(chinese.Code); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := step.WriteCucumber(&b, c); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), `\p{`) || !strings.Contains(b.String(), "就绪") {
		t.Error(b.String())
	}
}
