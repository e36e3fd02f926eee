package record

import (
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/bilingual"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/steps"
)

func chinese(t *testing.T) *bilingual.Speaker {
	t.Helper()
	catalogue, err := steps.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	speaker, err := bilingual.In(catalogue, "zh-CN")
	if err != nil {
		t.Fatal(err)
	}
	return speaker
}

// TestARecordingInChinese: keywords, steps, description and the comment of a manifest are Chinese.
func TestARecordingInChinese(t *testing.T) {
	there := object(t, "kubectl-create", -60, `{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, uid: c}, data: {a: b}}`)
	const key = `{apiVersion: v1, kind: Secret, metadata: {name: key, uid: k}, data: {password: c2VzYW1l}}`
	deployment, secret := object(t, "kubectl", 1, web), object(t, "kubectl-create", 1, key)
	more := object(t, "kubectl", 2, with(web, "replicas: 1", "replicas: 3"))
	other := object(t, "kubectl-set", 3, with(with(web, "replicas: 1", "replicas: 3"), "image: nginx", "image: httpd"))
	again := object(t, "kubectl-rollout", 4, with(with(with(web, "replicas: 1", "replicas: 3"), "image: nginx", "image: httpd"),
		"template: {", `template: {metadata: {annotations: {kubectl.kubernetes.io/restartedAt: "x"}}, `))
	labelled := object(t, "kubectl-label", 5, with(key, "uid: k", "uid: k, labels: {a: b}"))

	s, err := NewSession("shop", chinese(t), []Change{change(nil, there)})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []Change{change(nil, deployment), change(nil, secret), change(deployment, more), change(more, other), change(other, again), change(secret, labelled)} {
		if own, err := s.Add(c); err != nil || !own {
			t.Fatalf("%s: a person's: %v, %v", c.name(), own, err)
		}
	}
	why := func(obj *unstructured.Unstructured) string {
		if obj.GetName() == "web" {
			return explain.PodImagePull
		}
		return ""
	}
	if err := s.Settle(Facts{Objects: []*unstructured.Unstructured{there, again, labelled}, Why: why}, noon.Add(70*time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(change(again, nil)); err != nil {
		t.Fatal(err)
	}
	if err := s.Settle(Facts{Objects: []*unstructured.Unstructured{there}, Why: why}, noon.Add(5*time.Second)); err != nil {
		t.Fatal(err)
	}
	const want = `# language: zh-CN
功能: 在命名空间 shop 中的操作
  由 gherkind record 录制。请改一个更贴切的名称，只保留重要的检查。

  场景: 录制的操作
    假如 应用清单 "recorded/start.yaml"
    当 应用清单 "recorded/web.yaml"
    而且 将 Deployment "web" 扩缩到 3 个副本
    而且 将 Deployment "web" 中容器 "web" 的镜像设置为 "httpd"
    而且 重启 Deployment "web"
    而且 用以下合并补丁修补 Secret "key"：
      """
      metadata:
        labels:
          a: b
      """
    那么 在 140s 内，ConfigMap "settings" 存在
    而且 在 140s 内，Deployment "web" 的原因是 POD_IMAGE_PULL
    而且 在 140s 内，Secret "key" 存在
    当 删除 Deployment "web"
    那么 Deployment "web" 不存在
`
	files := map[string]string{}
	for _, f := range s.Files() {
		files[f.Name] = string(f.Data)
	}
	if got := files[Feature]; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if made := files["manifests/recorded/web.yaml"]; !strings.Contains(made, "# 值没有录制：请填写 Pod 需要的值。\n") {
		t.Errorf("the manifest is\n%s", made)
	}
}

// TestChecksInChinese: each check that a recording may have can be said in Chinese.
func TestChecksInChinese(t *testing.T) {
	speaker := chinese(t)
	for _, text := range []string{
		with(web, "spec: {replicas: 1,", "status: {replicas: 1, readyReplicas: 1, updatedReplicas: 1}, spec: {replicas: 1,"),
		`{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {replicas: 2}, status: {replicas: 2, readyReplicas: 2, updatedReplicas: 2}}`,
		`{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent}, status: {desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 3}}`,
		`{apiVersion: v1, kind: Pod, metadata: {name: web}, status: {phase: Running, conditions: [{type: Ready, status: "True"}], containerStatuses: [{name: web, state: {running: {}}}]}}`,
		`{apiVersion: v1, kind: Pod, metadata: {name: web}, status: {phase: Succeeded}}`,
		`{apiVersion: v1, kind: Pod, metadata: {name: web}, status: {phase: Pending}}`,
		`{apiVersion: batch/v1, kind: Job, metadata: {name: pi}, status: {conditions: [{type: Complete, status: "True"}]}}`,
		`{apiVersion: batch/v1, kind: Job, metadata: {name: pi}, status: {conditions: [{type: Failed, status: "True", reason: BackoffLimitExceeded}]}}`,
		`{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}, status: {phase: Bound}}`,
		`{apiVersion: v1, kind: Service, metadata: {name: web}}`,
		`{apiVersion: example.com/v1, kind: CronTab, metadata: {name: tab}}`,
	} {
		obj := object(t, "kubectl", 1, text)
		slice := object(t, "kubectl", 1, `{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: web-1, labels: {kubernetes.io/service-name: web}},
			ports: [{port: 80}], endpoints: [{addresses: [10.0.0.1]}, {addresses: [10.0.0.2]}]}`)
		c := change(nil, obj)
		facts := Facts{Objects: []*unstructured.Unstructured{obj, slice}, Why: func(*unstructured.Unstructured) string { return "" }}
		for _, check := range facts.checks(c) {
			if said := speaker.Step(check, c.Kind.GVK.Kind, ""); said == check || !strings.Contains(said, c.Kind.GVK.Kind+` "`) {
				t.Errorf("%s: %s", check, said)
			}
		}
	}
}
