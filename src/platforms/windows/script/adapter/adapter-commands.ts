import { literal } from '../literal.ts';
import { deviceNode } from './device-node.ts';

/**
 * The one loopback adapter (KM-TEST, hardware id *MSLOOP) that vipfarm makes on a host. Its device id is noted on the host
 * before the device is registered: a kill at any moment leaves nothing that the notes do not name. Only the device of that
 * id is ever touched, and only while it is a loopback adapter.
 *
 * The adapter is seen some seconds after its device, so it is waited for, for a minute at most.
 */
export const adapterCommands = `$vip.Adapter = $vip.Folder + '\\adapter'
function Get-VipDevice { (Read-VipIfThere $vip.Adapter).Trim() }
function Find-VipAdapter {
  $device = Get-VipDevice
  if ($device -ne '') { Get-NetAdapter -IncludeHidden | Where-Object { $_.PnPDeviceID -eq $device } }
}
function Get-VipAdapterIndex {
  $adapter = Find-VipAdapter
  if ($null -eq $adapter) { throw 'the loopback adapter of vipfarm is not there' }
  [int]$adapter.InterfaceIndex
}
function Show-VipAdapter {
  $device = Get-VipDevice
  $adapter = Find-VipAdapter
  if ($null -ne $adapter) { "$($adapter.Name) index $($adapter.InterfaceIndex) device $device" }
  elseif ($device -ne '') { "device $device without an adapter" }
  else { 'none' }
}
function New-VipAdapter([string]$Name) {
  if ($null -eq (Find-VipAdapter)) {
    Remove-VipAdapter
    Add-VipDeviceNode
    $node = [VipfarmNode]::Make('*MSLOOP')
    try {
      Write-VipText $vip.Adapter $node.Id()
      try {
        $node.Register()
        $node.Install()
        Wait-VipAdapter { $null -ne (Find-VipAdapter) } 'the device was made, but its adapter did not come'
      } catch {
        $why = $_.Exception.Message
        try { $node.Remove(); Remove-VipFile $vip.Adapter } catch { }
        throw $why
      }
    } finally { $node.Dispose() }
  }
  $adapter = Find-VipAdapter
  if ($adapter.Name -cne $Name) { Rename-NetAdapter -Name $adapter.Name -NewName $Name -Confirm:$false }
}
function Remove-VipAdapter {
  $device = Get-VipDevice
  if ($device -eq '') { return }
  $adapter = Find-VipAdapter
  $build = [int](Get-CimInstance -ClassName Win32_OperatingSystem).BuildNumber
  if ($null -ne $adapter -and $adapter.ComponentID -eq '*msloop' -and $build -ge 19041) {
    [void](& ($env:SystemRoot + '\\System32\\pnputil.exe') '/remove-device' $device)
  } else {
    Add-VipDeviceNode
    $node = [VipfarmNode]::Find($device)
    if ($null -ne $node) {
      try {
        if ($node.FirstHardwareId() -ne '*MSLOOP') { throw "the device $device is not the loopback adapter that it was" }
        $node.Remove()
      } finally { $node.Dispose() }
    }
  }
  Wait-VipAdapter { $null -eq (Find-VipAdapter) } "the adapter of the device $device does not go"
  Remove-VipFile $vip.Adapter
}
function Wait-VipAdapter([scriptblock]$holds, [string]$complaint) {
  for ($left = 60; -not (& $holds); $left--) {
    if ($left -eq 0) { throw $complaint }
    Start-Sleep -Seconds 1
  }
}
function Add-VipDeviceNode {
  if (-not [Environment]::Is64BitProcess) { throw 'devices can be made and removed by a 64-bit process only' }
  if ($null -eq ('VipfarmNode' -as [type])) { Add-Type -TypeDefinition ${literal(deviceNode)} }
}`;
