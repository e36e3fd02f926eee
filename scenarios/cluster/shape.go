package cluster

import "strconv"

// Shape returns gherkind's own cluster as it will be by its topology: its name, and
// its nodes with the names that kind gives them. The error is an [*OptionError].
func (o Options) Shape() (name string, nodes []Node, err error) {
	o = o.withDefaults()
	t, err := o.shape()
	if err != nil {
		return "", nil, err
	}
	count := map[string]int{}
	for _, n := range t.Config.Nodes {
		role := string(n.Role)
		count[role]++
		node := Node{Name: o.Name + "-" + role, Role: role}
		if count[role] > 1 {
			node.Name += strconv.Itoa(count[role])
		}
		nodes = append(nodes, node)
	}
	return o.Name, nodes, nil
}
