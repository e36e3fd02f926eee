package operator

import (
	"strings"
	"testing"
)

// TestTheRestStaysAsItIsWritten: comments, empty lines, and styles that the YAML library would change.
func TestTheRestStaysAsItIsWritten(t *testing.T) {
	manifest := `# Of the team.

apiVersion:   apps/v1
kind: Deployment # a comment
metadata:
    name: "web"
    labels: { app: web }

spec:
    replicas: 3   # three

    selector: {matchLabels: {app: web}}
    template:
        metadata: {labels: {app: web, tier: 'front'}}
        spec:
            containers:
            # The first.
            - image: nginx
              name: web
              command:
              - sh
              - -c
              - "touch /a; sleep 4"
              # Who asks.
              livenessProbe:
                httpGet: {path: /healthz,
                          port: 8080}  # not 80

                periodSeconds: 5
            - name: log

              image:   'busybox'
              env: [{name: A, value: a}, {name: B, value: "b"}]
            nodeSelector:
              disk: ssd
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data:
  conf: |
      one {}

      two
  # At the end.
`
	mutants, err := Mutants([]byte(manifest), Catalogue())
	if err != nil || len(mutants) < 20 {
		t.Fatalf("%d mutants: %v", len(mutants), err)
	}
	for _, m := range mutants {
		shown, err := m.Diff()
		if err != nil {
			t.Fatal(err)
		}
		removed, added := 0, 0
		for line := range strings.Lines(shown) {
			if line[0] == '-' {
				removed++
			} else {
				added++
			}
		}
		limit := 3
		switch m.Operator.Name {
		case "object-removed", "container-removed", "probe-removed", "command-removed", "data-changed", "data-removed":
			limit = 40
		}
		if removed > limit || added > 3 {
			t.Errorf("%s changes more than it says: %s\n%s", m.Operator.Name, m.Change.Says, shown)
		}
	}
}
