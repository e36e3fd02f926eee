package steps

import (
	"regexp"
	"slices"

	"github.com/gherkind/gherkind/steps/step"
)

// networkTools are what a command line asks over the network with.
var networkTools = regexp.MustCompile(`\b(wget|curl|nc|ncat|telnet|ping|nslookup|dig|psql|mysql|redis-cli|grpcurl)\b|/dev/tcp/|https?://`)

// AsksNetwork tells of a step that asks something over the cluster's network.
func AsksNetwork(m *step.Match) bool {
	for _, g := range []step.Group{reachSteps(), trafficSteps(), requestSteps(), forwardSteps()} {
		if slices.ContainsFunc(g.Defs, func(d step.Def) bool { return d.Name == m.Def.Name }) {
			return true
		}
	}
	return m.Def.Name == "node-reaches-pod" || m.Def.Name == "node-refused-by-pod" || networkTools.MatchString(valueOf(m, "command"))
}

// AsksOutside tells of a step that sends requests to the cluster from outside.
func AsksOutside(m *step.Match) bool {
	return m.Def.Name != "service-external-address" && m.Def.Name != "service-no-external-address" &&
		slices.ContainsFunc(reachSteps().Defs, func(d step.Def) bool { return d.Name == m.Def.Name })
}
