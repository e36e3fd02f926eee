package steps_test

import (
	"testing"

	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/chinese"
)

// TestEveryStepIsWrittenInChinese: with the values of the English one, and no text fits two steps.
func TestEveryStepIsWrittenInChinese(t *testing.T) {
	c, err := steps.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.CheckLanguage(chinese.Code); err != nil {
		t.Error(err)
	}
}
