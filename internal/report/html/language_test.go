package html

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestInChinese: all text of the page is Chinese, except for texts of the run itself, and its script is allowed to run.
func TestInChinese(t *testing.T) {
	l, err := say.In("zh-CN", Messages(), explain.Messages(), show.Messages(), report.Messages())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "report.html")
	if err := reporttest.Replay(NewIn(l, path), reporttest.FakeRun(), func() {}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	for _, want := range []string{`<html lang="zh-CN">`, "<title>gherkind 报告</title>", "<dt>期望</dt>", "2 个失败，1 个基础设施问题，2 个通过，1 个未运行", "${shown} 个场景`", "${all.length} 个场景中的 ${shown} 个`"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	_, script, _ := strings.Cut(page, "<script>")
	script, _, _ = strings.Cut(script, "</script>")
	if !strings.Contains(page, htmlHash(script)) {
		t.Error("the policy of the page does not allow its script")
	}
	labels := regexp.MustCompile(`<(dt|h2|th|summary|button[^>]*)>([A-Za-z ]+)<`)
	for _, m := range labels.FindAllStringSubmatch(page, -1) {
		if m[2] != "Kubernetes" {
			t.Errorf("in English: %s", m[0])
		}
	}
}
