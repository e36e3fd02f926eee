package main
import _ "github.com/vishvananda/netlink"
import _ "k8s.io/client-go/kubernetes"
import _ "github.com/coreos/go-iptables/iptables"
func main(){}
