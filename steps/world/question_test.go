package world

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// everyQuestion has one question of each kind, with its form in a bundle.
var everyQuestion = map[Question]string{
	{Kind: QuestionURL, Method: "GET", URL: "http://10.0.0.1:30080/?a=<b>"}:                                           `{"kind":"url","method":"GET","url":"http://10.0.0.1:30080/?a=<b>"}`,
	{Kind: QuestionForwarded, Method: "GET", Port: 80, Path: "/", Namespace: "n", Pod: "p"}:                           `{"kind":"port-forward","method":"GET","namespace":"n","pod":"p","port":80,"path":"/"}`,
	{Kind: QuestionContainer, Namespace: "n", Pod: "p", Container: "c", Command: CommandOf([]string{"a b", "", "c"})}: `{"kind":"container","namespace":"n","pod":"p","container":"c","command":["a b","","c"]}`,
	{Kind: QuestionNode, Node: "worker", Command: CommandOf([]string{"uname"})}:                                       `{"kind":"node","node":"worker","command":["uname"]}`,
	{Kind: QuestionMember, Member: "etcd-1", Command: CommandOf([]string{"etcdctl", "member", "list"})}:               `{"kind":"member","member":"etcd-1","command":["etcdctl","member","list"]}`,
	{Kind: QuestionLog, Namespace: "n", Pod: "p", Container: "c"}:                                                     `{"kind":"log","namespace":"n","pod":"p","container":"c"}`,
	{Kind: QuestionLog, Namespace: "n", Pod: "p", Container: "c", Previous: true}:                                     `{"kind":"log","namespace":"n","pod":"p","container":"c","previous":true}`,
	{Kind: QuestionLogs, Namespace: "n", Pod: "p"}:                                                                    `{"kind":"logs","namespace":"n","pod":"p"}`,
	{Kind: QuestionWrite, Namespace: "n", ConfigMap: "m"}:                                                             `{"kind":"write","namespace":"n","configMap":"m"}`,
	{Kind: QuestionField, APIVersion: "example.org/v1", ObjectKind: "Widget", Field: "spec.colour"}:                   `{"kind":"field","apiVersion":"example.org/v1","objectKind":"Widget","field":"spec.colour"}`,
	{Kind: QuestionAccess, Namespace: "n", ServiceAccount: "s", Verb: "list", Resource: "secrets", In: "m"}:           `{"kind":"access","namespace":"n","serviceAccount":"s","verb":"list","resource":"secrets","in":"m"}`,
	{Kind: QuestionRequest, Request: "GET http://a/\n", Address: "10.0.0.1:80"}:                                       `{"kind":"request","address":"10.0.0.1:80","request":"GET http://a/\n"}`,
	{Kind: QuestionRequest, Request: "GET http://a/\n", Trust: "secret/t", Namespace: "n", Pod: "p", Port: 80}:        `{"kind":"request","namespace":"n","pod":"p","port":80,"request":"GET http://a/\n","trust":"secret/t"}`,
	{Kind: QuestionRequest, Request: "GET http://a/\n", Namespace: "n", Pod: "p", Container: "c", Address: "a:80"}:    `{"kind":"request","namespace":"n","pod":"p","container":"c","address":"a:80","request":"GET http://a/\n"}`,
	{Kind: QuestionRequest, Request: "POST http://a/\n", Address: "10.0.0.1:80", Once: true}:                          `{"kind":"request","address":"10.0.0.1:80","request":"POST http://a/\n","once":true}`,
	{Kind: QuestionLoad, Request: "GET http://a/", Field: "1s", Verb: "told"}:                                         `{"kind":"load","field":"1s","verb":"told","request":"GET http://a/"}`,
	{Kind: QuestionNetwork}: `{"kind":"network"}`,
	{Kind: QuestionClasses}: `{"kind":"ingress-classes"}`,
}

// TestQuestionsKeepTheirForm: the JSON form is the key of answers in existing bundles, so it must not change.
func TestQuestionsKeepTheirForm(t *testing.T) {
	said := map[string]Question{}
	for q, form := range everyQuestion {
		var text strings.Builder
		encoder := json.NewEncoder(&text)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(q); err != nil || strings.TrimSpace(text.String()) != form {
			t.Errorf("got %s, %v, want %s", text.String(), err, form)
		}
		var read Question
		if err := json.Unmarshal([]byte(form), &read); err != nil || read != q {
			t.Errorf("%s is read as %v, %v", form, read, err)
		}
		if other, known := said[q.String()]; known || strings.Contains(q.String(), "a question of the kind") {
			t.Errorf("%v and %v are both %q in words", q, other, q)
		}
		said[q.String()] = q
	}
}

// TestEachPartOfAQuestionCounts: a field that is missing in String or in JSON would confuse answers.
func TestEachPartOfAQuestionCounts(t *testing.T) {
	used := map[string]bool{}
	for q := range everyQuestion {
		v := reflect.ValueOf(q)
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; !v.Field(i).IsZero() {
				used[name] = true
			}
		}
	}
	for i := range reflect.TypeFor[Question]().NumField() {
		if f := reflect.TypeFor[Question]().Field(i); !used[f.Name] || f.Tag.Get("json") == "" {
			t.Errorf("no question has a %s, or it has no name in JSON", f.Name)
		}
	}
}

// TestCommandsThatAreNoText: a command with invalid UTF-8 is the same question after it was written and read.
func TestCommandsThatAreNoText(t *testing.T) {
	asked := Question{Kind: QuestionNode, Command: CommandOf([]string{"a\xff\xfeb", "c"})}
	data, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	var read Question
	if err := json.Unmarshal(data, &read); err != nil || read != asked {
		t.Errorf("%q is read as %q, %v", asked, read, err)
	}
}
