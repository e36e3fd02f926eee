package operator

import "fmt"

var sessionAffinity = Operator{
	Name:    "session-affinity",
	Doc:     "Makes the requests of a client go to any pod instead of always the same one, or the other way round if there are several pods.",
	Attacks: "Requests are spread over the pods, or stay with one.",
	Kinds:   []string{"Service"},
	Weight:  70,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  sessionAffinity: ClientIP
  ports: [{port: 80}]
`,
		Mutants: []string{
			`sessionAffinity of service "web" is None instead of ClientIP
-  sessionAffinity: ClientIP
+  sessionAffinity: None
`,
		},
	},
	Find: func(obj *Object) []Change {
		affinity, what := obj.Get("spec", "sessionAffinity"), "sessionAffinity of "+obj.Ref()
		if affinity.Text() == "ClientIP" {
			change := affinity.text("None", what, obj.manyRequests("get 1 different answer"))
			if config := obj.Get("spec", "sessionAffinityConfig"); config.Exists() {
				change = change.with(config.Remove())
			}
			return []Change{change}
		}
		if !obj.hasSeveral() {
			return nil
		}
		assert := obj.manyRequests("get at least 2 different answers")
		return []Change{affinity.text("ClientIP", what, assert), affinity.Added("ClientIP", what+" is ClientIP", assert)}
	},
}

// manyRequests returns a step that sends many requests to the service.
func (o *Object) manyRequests(get string) string {
	return fmt.Sprintf(`60 requests from pod "client" to %s %s`, quote("http://"+o.Name+"/"), get)
}

// hasSeveral reports whether the service has a selector and a cluster IP, and belongs to a workload of the manifest with
// several replicas.
func (o *Object) hasSeveral() bool {
	if o.Get("spec", "clusterIP").Text() == "None" {
		return false
	}
	for _, other := range o.all.pods {
		if n, ok := other.Get("spec", "replicas").Int(); ok && n > 1 && o.selects(other) {
			return true
		}
	}
	return false
}
