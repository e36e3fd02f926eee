package lint_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/lint"
)

// inChinese returns a feature in Chinese with one scenario that applies the manifest.
func inChinese(steps ...string) string {
	return "# language: zh-CN\n功能: 甲\n\n  场景: 乙\n    当 应用清单 \"web.yaml\"\n    " + strings.Join(steps, "\n    ") + "\n"
}

const webZh = `那么 Pod "web" 就绪`

// TestRulesInChinese: the rules find the same in Chinese steps as in English ones.
func TestRulesInChinese(t *testing.T) {
	const a = "features/a.feature:"
	for _, c := range []struct {
		name, feature string
		want          []string
	}{
		{"nothing", inChinese(webZh), nil},
		{"a step in English", inChinese(`那么 pod "web" is ready`), nil},
		{"full-width comma and colon", inChinese(webZh, "当 应用以下清单：", `"""`, "apiVersion: v1", "kind: ConfigMap", "metadata: {name: x}", `"""`, `那么 在 ３０ 秒内，ConfigMap "x" 存在`), nil},
		{"curly quotes", inChinese(`那么 Pod “web” 就绪，持续 5s`), []string{a + "6:8 odd-character"}},
		{"YAML", inChinese(webZh, "当 应用以下清单：", `"""`, "apiVersion: v1", "kind: ConfigMap", "metadata:", "  name： x", `"""`, `那么 ConfigMap "x" 存在`), []string{a + "9:5 manifest", a + "12:1 odd-character"}},
		{"undefined", inChinese(webZh, `而且 Pod "web" 飞走了`), []string{a + "7:8 undefined-step"}},
		{"value", inChinese(`那么 Pod "web" 的状态为 Runing`), []string{a + "6:23 bad-value"}},
		{"duration", inChinese(`那么 在 30x 内，Pod "web" 的状态为 Running`), []string{a + "6:10 bad-value"}},
		{"action as check", inChinese(webZh, `那么 删除 Pod "web"`), []string{a + "7:8 action-in-then"}},
		{"already so", inChinese(webZh, `当 删除 Pod "web"`, `那么 在 30s 内，Pod "web" 就绪`), []string{a + "8:8 already-so"}},
		{"so throughout", inChinese(webZh, `而且 全程，没有 Pod 重启`, `当 删除 Pod "web"`, webZh), nil},
		{"nothing since", inChinese(`那么 Pod "web" 从未处于 CrashLoopBackOff 状态`), []string{a + "4:7 only-absence", a + "6:5 nothing-since"}},
		{"pod", inChinese(`那么 Pod "wbe" 就绪`), []string{a + "6:12 unknown-name"}},
		{"container", inChinese(`那么 Pod "web" 的容器 "ngnix" 正在运行`), []string{a + "6:22 unknown-name"}},
		{"moment", inChinese(webZh, `而且 在 Service "db" 创建之前，Pod "web" 从未处于 CrashLoopBackOff 状态`), []string{a + "7:18 unknown-name"}},
		{"lock", inChinese(webZh, `当 将节点 "worker2" 标记为不可调度`, webZh+"，持续 5s"), []string{a + "7:11 missing-tag"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shown(run(t, project(c.feature), "features/a.feature")); !slices.Equal(got, c.want) {
				t.Errorf("in\n%s\ngot\n%s\nwant\n%s", c.feature, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// TestOddCharactersInChineseAreMended: typographic quotes are replaced; the punctuation of a Chinese step is kept.
func TestOddCharactersInChineseAreMended(t *testing.T) {
	files := project(inChinese(`那么 在 30s 内，Pod “web” 就绪，持续 5s`))
	r := run(t, files, "features/a.feature")
	fixed, n, err := lint.Fixed(r.Findings, func(file string) ([]byte, error) { return files[file], nil })
	if err != nil || n != 1 || !strings.Contains(string(fixed["features/a.feature"]), `那么 在 30s 内，Pod "web" 就绪，持续 5s`) {
		t.Errorf("%v, %d mended: %s", err, n, fixed["features/a.feature"])
	}
}
