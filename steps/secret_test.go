package steps

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
)

const (
	tokenText = "czNjcjN0LXRva2Vu" // base64 of s3cr3t-token
	secretDoc = `{apiVersion: v1, kind: Secret, type: Opaque, metadata: {name: s, namespace: n, annotations: {
		kubectl.kubernetes.io/last-applied-configuration: "data czNjcjN0LXRva2Vu"}}, data: {token: czNjcjN0LXRva2Vu, user: cm9vdA==}}`
)

// TestFailedChecksKeepSecrets tries every check that prints values of an object.
func TestFailedChecksKeepSecrets(t *testing.T) {
	secret := viewtest.See(t, secretDoc)[0]
	at := func(text, want string) observe.Verdict {
		path, err := kube.ParseJSONPath(text)
		if err != nil {
			t.Fatal(err)
		}
		return hasAt(secret.Object, path, want)
	}
	matches := func(data map[string]any) observe.Verdict {
		return contains(secret.Object, map[string]any{"data": data})
	}
	last := map[string]any{"metadata": map[string]any{"annotations": map[string]any{"kubectl.kubernetes.io/last-applied-configuration": nil}}}
	for name, verdict := range map[string]observe.Verdict{
		"a path":                at("{.data.token}", "b3RoZXI="),
		"all data":              at("{.data}", "x"),
		"the object":            at("{@}", "x"),
		"the applied text":      at(`{.metadata.annotations.kubectl\.kubernetes\.io/last-applied-configuration}`, "x"),
		"matches":               matches(map[string]any{"token": "b3RoZXI="}),
		"matches white space":   matches(map[string]any{"token": tokenText + " "}),
		"matches beside a user": matches(map[string]any{"user": "cm9vdA==", "token": "x"}),
		"matches nothing":       matches(map[string]any{}),
		"matches no annotation": contains(secret.Object, last),
	} {
		if verdict.Met || verdict.Saw == "" || strings.Contains(verdict.Saw, tokenText) || !strings.Contains(verdict.Saw, kube.HiddenValue) {
			t.Errorf("%s: %+v", name, verdict)
		}
	}
	for name, verdict := range map[string]observe.Verdict{
		"a path": at("{.data.token}", tokenText), "matches": matches(map[string]any{"token": tokenText, "user": "cm9vdA=="}),
	} {
		if !verdict.Met {
			t.Errorf("%s: %+v, want it met", name, verdict)
		}
	}
	if saw := at("{.type}", "x").Saw; !strings.Contains(saw, `"Opaque"`) {
		t.Errorf("what is no value is shown: %s", saw)
	}
}

// TestAChangedSecretKeepsItsValues is about the history of a field.
func TestAChangedSecretKeepsItsValues(t *testing.T) {
	versions := viewtest.See(t, secretDoc, strings.ReplaceAll(secretDoc, tokenText, "b3RoZXI="))
	life := func(observe.View) []observe.Observation { return versions.All() }
	want := "data.token was " + kube.HiddenValue + ", then " + kube.HiddenValue
	if got := oneValue(versions[0].Ref, "data.token", life).Broken(versions); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
