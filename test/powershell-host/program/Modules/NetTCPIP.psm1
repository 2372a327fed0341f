# Parameters and confirmation as in the real module; what they do is in Windows/NetTcpip*.cs.
function Get-NetIPAddress {
    [CmdletBinding()] param(
        [Parameter(Position = 0)][string[]]$IPAddress,
        [uint32[]]$InterfaceIndex
    )
    process { 'not yet' }
}
