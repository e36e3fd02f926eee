package expression

import (
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/kube"
)

func TestRefusedBeforeTheRun(t *testing.T) {
	tests := []struct{ text, want string }{
		{"object.spec.replicas ==", "at its character 24: Syntax error"},
		{"object.spec.replicas = 3", "at its character 22: Syntax error"},
		{`deployment.spec.replicas == 3`, `at its character 1: "deployment" is not known here: what it is about is called object`},
		{"object.spec.type == NodePort", `at its character 21: "NodePort" is not known here`},
		{"objects.size() == 3", `"objects" is not known here`},
		{"size(object.spec.containers)", "it gives a int: write something that is true or false"},
		{"object.metadata.name.foo()", "at its character 25: "},
		{"1 + 1 == 2", "it is true whatever the object"},
		{"'a' == 'b'", "it is false whatever the object"},
		{"object.spec.replicas == 3 || true", "it is true whatever the object"},
		{"object.spec.replicas == 3 && false", "it is false whatever the object"},
		{"1 / 0 == 1", "it fails for any object: "},
		{"object.metadata.name.matches('(')", "at its character 30: "},
		{"", "at its character 1: "},
	}
	for _, test := range tests {
		_, err := OfObject(test.text)
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want %q", test.text, err, test.want)
		}
	}
	if _, err := OfObjects("object.spec.replicas == 3"); err == nil || !strings.Contains(err.Error(), "what it is about is called objects") {
		t.Errorf("of a list: got %v", err)
	}
}

func object(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	var obj unstructured.Unstructured
	if err := yaml.Unmarshal([]byte(text), &obj.Object); err != nil {
		t.Fatal(err)
	}
	return &obj
}

const web = `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, labels: {app: web}}, spec: {replicas: 3, share: 0.5, paused: false,
  containers: [{name: app, image: nginx, memory: 64Mi}, {name: log, image: busybox, memory: 1Gi}]}, status: {readyReplicas: 2}}`

func TestMet(t *testing.T) {
	for _, text := range []string{
		"object.spec.replicas == 3",
		"object.spec.replicas > object.status.readyReplicas",
		"object.spec.share < 1",
		"!object.spec.paused",
		"!has(object.status.availableReplicas)",
		"object.?status.?availableReplicas.orValue(0) == 0",
		"object.spec.containers.all(c, c.name.matches('^[a-z]+$'))",
		"object.spec.containers.exists_one(c, quantity(c.memory).isGreaterThan(quantity('500Mi')))",
		"object.spec.containers.filter(c, c.image == 'nginx').size() == 1",
		"object.metadata.labels['app'] in ['web', 'shop']",
	} {
		if met, saw := judged(t, text, web); !met {
			t.Errorf("%s: %s", text, saw)
		}
	}
}

func judged(t *testing.T, text, about string) (met bool, saw string) {
	t.Helper()
	e, err := OfObject(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return e.Met(object(t, about))
}

func TestSaw(t *testing.T) {
	tests := []struct{ text, want string }{
		{"object.status.readyReplicas == object.spec.replicas", "object.status.readyReplicas is 2, object.spec.replicas is 3"},
		{"object.spec.replicas == 3 && object.status.readyReplicas >= 3", "object.spec.replicas is 3, object.status.readyReplicas is 2"},
		{"object.spec.paused", "object.spec.paused is false"},
		{"has(object.status.conditions)", "has(object.status.conditions) is false"},
		{"object.status.availableReplicas == 3", "there is no availableReplicas, in object.status.availableReplicas"},
		{"object.status.availableReplicas != 3", "there is no availableReplicas, in object.status.availableReplicas"},
		{"!(object.status.availableReplicas > 3)", "there is no availableReplicas, in object.status.availableReplicas"},
		{"object.spec.replicas", "the expression gives 3, which is not true or false"},
		{"object.metadata.name == 'shop'", `object.metadata.name is "web"`},
		{"object.spec.containers.filter(c, c.image == 'nginx').size() == 2", `object.spec.containers.filter(c, c.image == "nginx").size() is 1`},
		{"object.spec.containers.size() == 1 || object.spec.containers == []", `object.spec.containers.size() is 2, object.spec.containers is [{"image":"nginx","memory":"64Mi","name":"app"}`},
	}
	for _, test := range tests {
		if met, saw := judged(t, test.text, web); met || !strings.Contains(saw, test.want) {
			t.Errorf("%s: met %v, saw %s\nwant %s", test.text, met, saw, test.want)
		}
	}
}

func TestValuesOfSecretsAreNotShown(t *testing.T) {
	const secret = "{apiVersion: v1, kind: Secret, metadata: {name: web}, data: {password: aHVudGVyMg==, port: ODA=}}"
	for _, text := range []string{
		"object.data.password == 'x'", "object.data == {}", "int(object.data.password) == 3", "object.data.exists(k, object.data[k] == 'x')",
		"object.data.password.startsWith('(not')", "object.data.password", "timestamp(object.data.password).getHours() == 1",
	} {
		met, saw := judged(t, text, secret)
		if met || strings.Contains(saw, "aHVudGVyMg") || strings.Contains(saw, "ODA=") || saw == "" {
			t.Errorf("%s: met %v, saw %s", text, met, saw)
		}
	}
	if met, saw := judged(t, "object.data.port == 'ODA='", secret); !met {
		t.Error(saw)
	}
}

func TestAnExpressionThatTakesTooLong(t *testing.T) {
	e, err := OfObjects("objects.all(a, objects.all(b, objects.all(c, objects.all(d, a.metadata.name + b.metadata.name != c.metadata.name + d.metadata.name + 'x'))))")
	if err != nil {
		t.Fatal(err)
	}
	many := slices.Repeat([]*unstructured.Unstructured{object(t, web)}, 60)
	if met, saw := e.MetByAll(nil); !met {
		t.Errorf("of no object: %s", saw)
	}
	if met, saw := e.MetByAll(many); met || !strings.Contains(saw, "takes too long") {
		t.Errorf("met %v, saw %s", met, saw)
	}
}

func TestAsksStatus(t *testing.T) {
	tests := []struct {
		list bool
		text string
		want bool
	}{
		{false, "object.spec.replicas == 3", false},
		{false, "object.metadata.finalizers.exists(f, f == 'x')", false},
		{false, "object.status.readyReplicas == 3", true},
		{false, "has(object.status)", true},
		{false, "object['status'].readyReplicas == 3", true},
		{false, "object.?status.?readyReplicas.orValue(0) == 3", true},
		{false, "'status' in object", true},
		{false, "object.exists(k, object[k] == 3)", true},
		{false, "object.exists(k, v, k.startsWith('sta') && v.readyReplicas == 3)", true},
		{false, "object['sta' + 'tus'].readyReplicas == 3", true},
		{false, "object == {'a': 'b'}", true},
		{false, "[object].exists(o, o.spec.replicas == 3)", true},
		{false, "object.status.readyReplicas == 3 && object.status.observedGeneration == object.metadata.generation", false},
		{true, "objects.size() == 3", false},
		{true, "size(objects) == 3", false},
		{true, "objects.all(o, has(o.spec.nodeName))", false},
		{true, "objects.filter(o, o.spec.replicas == 3).size() == 1", false},
		{true, "objects.filter(o, o.spec.replicas == 3).all(p, p.spec.paused)", false},
		{true, "objects.map(o, o.spec.nodeName).size() == 1", false},
		{true, "objects.all(o, o.status.phase == 'Running')", true},
		{true, "objects.filter(o, o.spec.replicas == 3).all(p, p.status.phase == 'Running')", true},
		{true, "objects[0] == objects[1]", true},
		{true, "objects.map(o, o).size() == 1", true},
		{true, "objects[0].spec.replicas == 3", false},
		{true, "objects.map(o, o.spec.nodeName).distinct().size() == 3", false},
	}
	for _, test := range tests {
		parse := OfObject
		if test.list {
			parse = OfObjects
		}
		e, err := parse(test.text)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		if got := e.AsksStatus(); got != test.want {
			t.Errorf("%s: asks for the status: %v", test.text, got)
		}
	}
}

func TestFields(t *testing.T) {
	tests := []struct{ text, want string }{
		{"object.spec.replcas == 3", "spec.replcas"},
		{"object.spec.template.spec.containers.all(c, c.imge == 'nginx')", "spec.template.spec.containers.[].imge"},
		{"object.spec.template.spec.containers.filter(c, c.name == 'a').exists(d, !has(d.imge))", "spec.template.spec.containers.[].imge"},
		{"object.spec.template.spec.containers[0].imge == 'nginx'", "spec.template.spec.containers.[].imge"},
		{"object.?spec.?replcas.orValue(3) == 3", "spec.replcas"},
		{"object['spec'].replcas == 3", "spec.replcas"},
		{"!has(object.spec.replcas)", "spec.replcas"},
		{"object.metadata.labels['app.kubernetes.io/name'] == 'x' && object.spec.replicas == 3", ""},
		{"object.metadata.labels.all(k, v, v != '') && object.spec.template.spec.volumes.all(v, has(v.emptyDir.sizeLimit))", ""},
	}
	for _, test := range tests {
		e, err := OfObject(test.text)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		var wrong []string
		for _, fault := range kube.FormOf("apps", "deployment").InKeys(e.Fields()).Faults {
			wrong = append(wrong, strings.Join(fault.Unknown.Path, "."))
		}
		if got := strings.Join(slices.Compact(wrong), " "); got != test.want {
			t.Errorf("%s: got %q, want %q", test.text, got, test.want)
		}
	}
}
