package cli

import (
	"strings"
	"testing"
)

const unfit = `Feature: Unfit
  Scenario: It names what there is not
    Given this manifest is applied:
      """
      {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {restartPolicy: Sometimes, containers: [{name: a, image: absent.example.com/a}]}}
      """
    And this manifest is applied:
      """
      {apiVersion: v1, kind: ConfigMapp, metadata: {name: b}}
      """
    Then pod "a" is Running

  Scenario: It asks for much
    Given this manifest is applied:
      """
      {apiVersion: v1, kind: Pod, metadata: {name: c}, spec: {containers: [{name: c, image: absent.example.com/c, resources: {requests: {cpu: 9k}}}]}}
      """
    Then pod "c" is Running
`

// TestPreflight reports all problems together and creates nothing.
func TestPreflight(t *testing.T) {
	s := newSandbox(t, unfit)
	cmd, out := s.command("preflight")
	code := exitOf(cmd.Run())
	text := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{
		"problem features features/own.feature:7: ", "the cluster does not know the kind ConfigMapp in v1; did you mean ConfigMap in v1?",
		"problem manifests features/own.feature:5: the cluster refused pod \"a\": spec.restartPolicy",
		"warning images features/own.feature:16: no node has the image absent.example.com/c",
		"warning room features/own.feature:16: no node has the cpu (9k) that a pod asks for",
		"A run would not work: 2 problems.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if code != exitUsage || t.Failed() {
		t.Errorf("exit code %d, want %d:\n%s", code, exitUsage, out)
	}
}
