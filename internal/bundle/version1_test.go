package bundle

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/gherkind/gherkind/steps/world"
)

// TestSentencesOfVersion1 has one of each form.
func TestSentencesOfVersion1(t *testing.T) {
	line := world.CommandOf([]string{"sh", "-c", "echo \"a\" in container \"b\" of pod \"c\"\n\\ \x00", ""})
	for text, want := range map[string]world.Question{
		`GET http://10.0.0.1:30080/a b?c="d"`:                          {Kind: world.QuestionURL, Method: "GET", URL: `http://10.0.0.1:30080/a b?c="d"`},
		`GET :80/ of pod "web" in namespace n through a port-forward`:  {Kind: world.QuestionForwarded, Method: "GET", Port: 80, Path: "/", Pod: "web", Namespace: "n"},
		`GET :8080 of pod "web" in namespace n through a port-forward`: {Kind: world.QuestionForwarded, Method: "GET", Port: 8080, Pod: "web", Namespace: "n"},
		fmt.Sprintf("%q in container %q of pod %q in namespace n", line.Words(), "c", "web"): {
			Kind: world.QuestionContainer, Command: line, Container: "c", Pod: "web", Namespace: "n"},
		`["uname" "-s"] on node "gherkind-worker"`:                           {Kind: world.QuestionNode, Command: world.CommandOf([]string{"uname", "-s"}), Node: "gherkind-worker"},
		`["etcdctl" "member" "list"] at etcd member "etcd-1"`:                {Kind: world.QuestionMember, Command: world.CommandOf([]string{"etcdctl", "member", "list"}), Member: "etcd-1"},
		`the log of container "c" of pod "web" in namespace n`:               {Kind: world.QuestionLog, Container: "c", Pod: "web", Namespace: "n"},
		`the previous log of container "c" of pod "web" in namespace n`:      {Kind: world.QuestionLog, Container: "c", Pod: "web", Namespace: "n", Previous: true},
		`the logs of pod "web" in namespace n`:                               {Kind: world.QuestionLogs, Pod: "web", Namespace: "n"},
		`a write to configmap "gherkind-write" in namespace n`:               {Kind: world.QuestionWrite, ConfigMap: "gherkind-write", Namespace: "n"},
		`whether Widget in example.org/v1 has the field spec.list.[].colour`: {Kind: world.QuestionField, ObjectKind: "Widget", APIVersion: "example.org/v1", Field: "spec.list.[].colour"},
		`the network of the cluster`:                                         {Kind: world.QuestionNetwork},
		`the ingress classes of the cluster`:                                 {Kind: world.QuestionClasses},
		`how is the weather`:                                                 {Kind: "how is the weather"},
	} {
		if got := QuestionOf(text); got != want {
			t.Errorf("%s\n got %#v\nwant %#v", text, got, want)
		}
	}
}

// TestBundlesOfVersion1: a step can ask the question of every answer in the committed bundles.
func TestBundlesOfVersion1(t *testing.T) {
	files, err := filepath.Glob("../../scenarios/testdata/version1/*.tgz")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d bundles, %v", len(files), err)
	}
	kinds := map[world.QuestionKind]bool{}
	for _, file := range files {
		b, err := Read(file)
		if err != nil || b.Version != 1 {
			t.Fatalf("%s has version %d, %v", file, b.Version, err)
		}
		for _, a := range b.Answers {
			kinds[a.Question.Kind] = true
		}
		again, err := Read(written(t, b))
		if err != nil {
			t.Fatal(err)
		}
		if again.Version != Version || len(again.Answers) != len(b.Answers) {
			t.Fatalf("%s, written again: version %d, %d of %d answers", file, again.Version, len(again.Answers), len(b.Answers))
		}
		for i, a := range again.Answers {
			if a.Question != b.Answers[i].Question {
				t.Errorf("%s: %s has become %s", file, b.Answers[i].Question, a.Question)
			}
		}
	}
	for _, kind := range []world.QuestionKind{world.QuestionURL, world.QuestionForwarded, world.QuestionContainer, world.QuestionNode,
		world.QuestionLog, world.QuestionLogs, world.QuestionWrite} {
		if !kinds[kind] {
			t.Errorf("no bundle has an answer to a question of the kind %q", kind)
		}
	}
}

func FuzzSentence(f *testing.F) {
	f.Add(`["a" "b\""] in container "c" of pod "p" in namespace n`)
	f.Add(`GET :99999999999999999999/ of pod "p" in namespace n through a port-forward`)
	f.Fuzz(func(t *testing.T, text string) {
		data, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := readSentence(data); err != nil {
			t.Error(err)
		}
	})
}
