package nodes

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Named returns the full name of the node for a short name. In the cluster gherkind, "worker2" is gherkind-worker2; in a cluster
// with another name, it is the only node whose name or host name ends in -worker2. A role is short for the only node with that
// role. The error lists the nodes, or the nodes that the name may refer to.
func Named(clusterName string, all []cluster.Node, short string) (string, error) {
	for _, fits := range []func(cluster.Node) bool{
		func(n cluster.Node) bool { return n.Name == short },
		func(n cluster.Node) bool { return n.Name == clusterName+"-"+short },
		func(n cluster.Node) bool {
			return n.Hostname == short && short != "" || strings.HasPrefix(n.Name, short+".")
		},
		func(n cluster.Node) bool { return endsIn(n.Name, short) || endsIn(n.Hostname, short) },
		func(n cluster.Node) bool { return n.Role == short && short != "" },
	} {
		switch found := namesOf(all, fits); len(found) {
		case 0:
		case 1:
			return found[0], nil
		default:
			last := len(found) - 1
			return "", fmt.Errorf("node %q may be %s or %s: write the whole name", short, strings.Join(found[:last], ", "), found[last])
		}
	}
	names := shortNames(clusterName, all)
	text := fmt.Sprintf("cluster %s has no node %q; it has %s", clusterName, short, strings.Join(names, ", "))
	if meant := nearestNode(short, clusterName, names); meant != "" {
		text += "; did you mean " + meant + "?"
	}
	return "", errors.New(text)
}

// nearestNode returns the node for a misspelt name; "" if no node or more than one is similar.
func nearestNode(name, clusterName string, names []string) string {
	nearest, far := "", len(name)/3+1
	for _, node := range names {
		distance := min(levenshtein.ComputeDistance(name, node), levenshtein.ComputeDistance(name, clusterName+"-"+node))
		switch {
		case distance < far:
			nearest, far = node, distance
		case distance == far:
			nearest = ""
		}
	}
	return nearest
}

// endsIn reports whether the short name is the last part of the full name, or of its part before the domain.
func endsIn(name, short string) bool {
	host, _, _ := strings.Cut(name, ".")
	return short != "" && (strings.HasSuffix(host, "-"+short) || strings.HasSuffix(name, "-"+short))
}

func namesOf(all []cluster.Node, fits func(cluster.Node) bool) []string {
	var names []string
	for _, n := range all {
		if fits(n) && !slices.Contains(names, n.Name) {
			names = append(names, n.Name)
		}
	}
	return names
}

func shortNames(clusterName string, all []cluster.Node) []string {
	var names []string
	for _, n := range all {
		names = append(names, strings.TrimPrefix(n.Name, clusterName+"-"))
	}
	return names
}
