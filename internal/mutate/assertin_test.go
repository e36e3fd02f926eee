package mutate_test

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/tree"
)

const (
	inEnglish = "Feature: F\n  Scenario: a\n    When the manifest \"web.yaml\" is applied\n    Then pod \"web\" is ready\n"
	inChinese = "# language: zh-CN\n功能: 网页\n  场景: 甲\n    当 应用清单 \"web.yaml\"\n    那么 Pod \"web\" 就绪\n"
)

// asserted returns the suggestion of the report for a mutant that would be noticed by a step.
func asserted(t *testing.T, features map[string]string, kind, step string) string {
	t.Helper()
	files := tree.Files{"manifests/web.yaml": []byte(pod)}
	for name, text := range features {
		files["features/"+name] = []byte(text)
	}
	p, err := plan.Make(plan.Options{FS: files})
	if err != nil {
		t.Fatal(err)
	}
	s, err := mutate.NewSuite(p)
	if err != nil {
		t.Fatal(err)
	}
	return mutate.Begin(s, []*mutate.Mutant{{Source: s.Sources[0], Kind: kind, Assert: step}}, mutate.Options{}).Report().Mutants[0].Assert
}

// TestWhatToAssertInChinese: a survivor of Chinese features suggests a Chinese step, with each value in its place. Features in
// both languages get the English one, which either can use.
func TestWhatToAssertInChinese(t *testing.T) {
	for english, chinese := range map[string]string{
		`pod "web" is ready`:                                                           `Pod "web" 就绪`,
		`deployment "web" is rolled out`:                                               `Deployment "web" 上线完成`,
		`deployment "web" has 3 ready replicas for 3s`:                                 `Deployment "web" 有 3 个就绪副本，持续 3s`,
		`throughout, deployment "web" has at least 2 available replicas`:               `全程，Deployment "web" 至少有 2 个可用副本`,
		`container "app" of pod "web" is running`:                                      `Pod "web" 的容器 "app" 正在运行`,
		`container "app" of pod "web" has restarted 0 times for 40s`:                   `Pod "web" 的容器 "app" 重启了 0 次，持续 40s`,
		`container "app" of pod "web" started after container "init" succeeded`:        `Pod "web" 的容器 "app" 在容器 "init" 成功结束后启动`,
		`container "app" of pod "web" was restarted by its liveness probe`:             `Pod "web" 的容器 "app" 因存活探针失败而重启`,
		`pod "web" has the event "Unhealthy" saying "Readiness probe failed"`:          `Pod "web" 出现事件 "Unhealthy"，消息包含 "Readiness probe failed"`,
		`running "test -e /x" in container "app" of pod "web" exits with 0`:            `在 Pod "web" 的容器 "app" 中运行 "test -e /x"，退出码为 0`,
		`service "web" has a node port between 30000 and 32767`:                        `Service "web" 的节点端口介于 30000 与 32767 之间`,
		`service "web" has an external address`:                                        `Service "web" 有外部地址`,
		`service "web" answers HTTP 200 with "Welcome" on its node port of every node`: `Service "web" 在每个节点的节点端口上返回 HTTP 200，内容包含 "Welcome"`,
		`configmap "web" exists`:                                                       `ConfigMap "web" 存在`,
		`there is 1 pod labelled "app=web"`:                                            `有 1 个带标签 "app=web" 的 Pod`,
		`persistentvolumeclaim "data" has "Bound" at "{.status.phase}"`:                `PersistentVolumeClaim "data" 的 "{.status.phase}" 为 "Bound"`,
		"something that holds only then":                                               "something that holds only then",
	} {
		kind := "Pod"
		for _, k := range []string{"Deployment", "Service", "ConfigMap", "PersistentVolumeClaim"} {
			if strings.Contains(english, strings.ToLower(k)+" ") {
				kind = k
			}
		}
		if got := asserted(t, map[string]string{"f.feature": inChinese}, kind, english); got != chinese {
			t.Errorf("%s: %s, want %s", english, got, chinese)
		}
		for _, features := range []map[string]string{{"f.feature": inEnglish}, {"e.feature": inEnglish, "f.feature": inChinese}} {
			if got := asserted(t, features, kind, english); got != english {
				t.Errorf("%s: %s in English", english, got)
			}
		}
	}
}
