package cli

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/mutate/formats"
	"github.com/gherkind/gherkind/internal/mutate/operator"
	"github.com/gherkind/gherkind/internal/say"
)

// TestMutantsAreTold: the description of each mutant in the examples of the operators is translated.
func TestMutantsAreTold(t *testing.T) {
	l := chinese(t)
	for _, o := range operator.Catalogue() {
		for _, mutant := range o.Example.Mutants {
			says, _, _ := strings.Cut(mutant, "\n")
			if told := l.Retell(says); told == says || untold(told) || leftEnglish.MatchString(asIs.ReplaceAllString(told, "")) {
				t.Errorf("%s: %q is told as %q", o.Name, says, told)
			}
		}
	}
}

// leftEnglish matches the words of a sentence of which only the beginning was translated.
var leftEnglish = regexp.MustCompile(` (instead of|removed|is|are|of|has|have|for|and|over|stands|allows|may|uses|mounts|lacks)( |$)`)

func chinese(t *testing.T) *say.Language {
	t.Helper()
	l, err := say.In("zh-CN", allMessages()...)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestMutationReportsInChinese: a report for people has no English sentence in it, apart from steps.
func TestMutationReportsInChinese(t *testing.T) {
	l, r := chinese(t), mutationReport()
	for format, want := range map[string][]string{
		"terminal": {
			"存活  manifests/web.yaml:2  (probe-removed)\n  移除容器 \"web\" 的存活探针：2 个场景使用该清单，都没有发现（只运行了一次）；可以断言：pod \"web\" is Running\n",
			"  省去步骤 \"When a\"：场景照样通过，说明它对此什么也没有证明；可以断言：只在那时才成立的状态\n",
			"无法判定  manifests/web.yaml:4  (x)\n  移除容器 \"web\"：无法判定：连接被拒绝\n",
			"未使用  features/f.feature:9  c\n  它不稳定：失败后再次运行又通过\n",
			"features/f.feature  33.3 %（3 个中发现 1 个），1 个无法判定\n", "总计                33.3 %（3 个中发现 1 个），1 个无法判定；4 个变异，用时 0s\n",
		},
		"github":   {"title=存活：probe-removed::移除容器", "33.3 %25（3 个中发现 1 个）"},
		"markdown": {"## 变异得分：33.3 %", "| 特性 | 得分 | 被发现 | 存活 |", "### 存活的变异", "### 未使用的场景"},
		"html":     {`<html lang="zh-CN">`, "<title>变异</title>", "<h2>没有场景发现的改动</h2>", `<span class="v-killed">被发现</span>`, "镜像改为不存在的镜像：被 &#34;a&#34; 在 &#34;Then b&#34; 处发现（POD_IMAGE_PULL）"},
		"json":     {`"verdict": "survived"`, `"says": "liveness probe of container \"web\" removed"`},
	} {
		var out bytes.Buffer
		err := formats.TerminalIn(l, &out, r, 0)
		if format != "terminal" {
			out.Reset()
			var w formats.Writer
			if w, err = formats.Parse(format); err == nil {
				err = w.Write(l, r, &out)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range want {
			if !strings.Contains(out.String(), part) {
				t.Errorf("%s lacks %s:\n%s", format, part, out.String())
			}
		}
	}
}

func mutationReport() *mutate.Report {
	r := &mutate.Report{
		Mutants: []mutate.Entry{
			{Verdict: mutate.Survived, Operator: "probe-removed", File: "manifests/web.yaml", Line: 2, Says: `liveness probe of container "web" removed`, Once: true,
				Assert: `pod "web" is Running`, Scenarios: []string{"features/f.feature:2", "features/f.feature:5"}},
			{Verdict: mutate.Killed, Operator: "image-missing", File: "manifests/web.yaml", Line: 3, Says: `image of container "web" is one that does not exist`,
				By: &mutate.Notice{Name: "a", Step: "Then b", Code: "POD_IMAGE_PULL"}},
			{Verdict: mutate.Undecided, Operator: "x", File: "manifests/web.yaml", Line: 4, Says: `container "web" removed`, Why: "connection refused"},
			{Verdict: mutate.Survived, Operator: "step-left-out", File: "features/f.feature", Line: 3, Says: `step "When a" left out`, Assert: "something that holds only then", OfStep: true},
		},
		LeftOut: []mutate.LeftOut{{Scenario: "features/f.feature:9", Name: "c", Why: "it is flaky: it failed, and passed when it was run again"}},
		Files:   map[string]string{"manifests/web.yaml": "a\nb\nc\nd\n", "features/f.feature": "a\nb\nc\n"},
	}
	for _, e := range r.Mutants {
		r.Score.Add(e.Verdict)
	}
	r.Features = []mutate.Feature{{URI: "features/f.feature", Name: "F", Score: r.Score}}
	return r
}
