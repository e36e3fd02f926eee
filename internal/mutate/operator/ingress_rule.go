package operator

import "fmt"

var ingressRule = Operator{
	Name:    "ingress-rule",
	Doc:     "Makes a rule of an Ingress lead to another service, or apply to another path or host.",
	Attacks: "Requests from outside reach the intended service.",
	Kinds:   []string{"Ingress"},
	Weight:  75,
	Example: Example{
		Manifest: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /cart
            pathType: Prefix
            backend: {service: {name: cart, port: {number: 80}}}
`,
		Mutants: []string{
			`host of ingress "web" is mutated.invalid instead of shop.example.com
-    - host: shop.example.com
+    - host: mutated.invalid
`,
			`ingress "web": path "/cart" is /cart-mutated instead of /cart
-          - path: /cart
+          - path: /cart-mutated
`,
			`ingress "web": path "/cart": service is cart-mutated instead of cart
-            backend: {service: {name: cart, port: {number: 80}}}
+            backend: {service: {name: cart-mutated, port: {number: 80}}}
`,
			`ingress "web": path "/cart": pathType is Exact instead of Prefix
-            pathType: Prefix
+            pathType: Exact
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, rule := range obj.Get("spec", "rules").Items() {
			host := rule.Get("host")
			all = append(all, host.text("mutated.invalid", "host of "+obj.Ref(), ""))
			for _, p := range rule.Get("http", "paths").Items() {
				path, name, what := p.Get("path"), p.Get("backend", "service", "name"), fmt.Sprintf("%s: path %s", obj.Ref(), quote(p.Get("path").Text()))
				all = append(all, path.text(otherText(path.Text()), what, ""), name.text(otherText(name.Text()), what+": service", ""),
					p.Get("pathType").flipped("Exact", "Prefix", what+": pathType"))
			}
		}
		return all
	},
}
