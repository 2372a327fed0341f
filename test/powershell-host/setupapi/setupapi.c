/*
 * Plays setupapi.dll and newdev.dll for one script: every handle, structure, string and the order of calls is checked as Windows
 * would, and refused with Windows' error code. What a call does to the machine is told to the program, which may refuse it too.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

typedef uint16_t wide;
typedef struct {
    uint32_t size;
    uint8_t class_guid[16];
    uint32_t instance;
    uintptr_t reserved;
} device_info;
typedef struct {
    uint32_t size;
    uint32_t function;
    uint32_t scope;
    uint32_t profile;
} remove_parameters;
/* Returns 0, or the error that the call must end with. */
typedef int (*tell)(const char *call, const char *instance);

enum { most_devices = 32, most_text = 200 };
enum { driver_register = 0x19, driver_remove = 5, property_hardware_id = 1, generate_id = 1 };
enum { force_flag = 1 };
enum {
    access_denied = 5,
    invalid_handle = 6,
    invalid_parameter = 87,
    insufficient_buffer = 122,
    no_more_items = 259,
    invalid_user_buffer = 1784,
};
static const uint32_t no_such_device = 0xE000020Bu, not_registered = 0xE0000208u, no_class_parameters = 0xE0000213u;
static const uint32_t class_mismatch = 0xE0000201u, no_compatible_drivers = 0xE0000228u;

typedef struct {
    char instance[most_text];
    char hardware_id[most_text];
    int registered, installed, removal_chosen;
} device;

static const uint8_t net_class[16] = {0x72, 0xe9, 0x36, 0x4d, 0x25, 0xe3, 0xce, 0x11, 0xbf, 0xc1, 0x08, 0x00, 0x2b, 0xe1, 0x03, 0x18};
static device devices[most_devices];
static int device_count, open_lists, next_number;
static int list_marker;
static tell program;

/* Begins a script: `taken` are the instances that the machine has, a line each. */
void fake_begin(tell told, const char *taken) {
    program = told;
    device_count = open_lists = next_number = 0;
    while (*taken && device_count < most_devices) {
        const char *end = strchr(taken, '\n');
        size_t length = end ? (size_t)(end - taken) : strlen(taken);
        device *one = &devices[device_count++];
        memset(one, 0, sizeof *one);
        snprintf(one->instance, sizeof one->instance, "%.*s", (int)length, taken);
        snprintf(one->hardware_id, sizeof one->hardware_id, "*MSLOOP");
        one->registered = one->installed = 1;
        taken += length + (end ? 1 : 0);
    }
}

/* Lists of devices that the script opened and did not destroy. */
int fake_open_lists(void) { return open_lists; }

static int fail(uint32_t code) {
    errno = (int)code;
    return 0;
}

static int done(int code) { return code == 0 ? 1 : fail((uint32_t)code); }

/* ASCII of a UTF-16 text; what does not fit or is not ASCII becomes a question mark. */
static const char *ascii(const wide *text, char *into) {
    int at = 0;
    for (; text && text[at] && at < most_text - 1; at++) into[at] = text[at] < 128 ? (char)text[at] : '?';
    into[at] = 0;
    return into;
}

static int same_text(const char *left, const char *right) { return strcasecmp(left, right) == 0; }

static device *device_of(void *list, const device_info *info) {
    if (list != &list_marker || open_lists == 0) return fail(invalid_handle), NULL;
    if (!info || info->size != sizeof *info) return fail(invalid_user_buffer), NULL;
    if (info->instance == 0 || (int)info->instance > device_count) return fail(invalid_parameter), NULL;
    return &devices[info->instance - 1];
}

int SetupDiGetINFClassW(const wide *inf, uint8_t *class_guid, wide *name, uint32_t room, uint32_t *needed) {
    char path[most_text];
    size_t length = strlen(ascii(inf, path));
    if (length < 11 || !same_text(path + length - 11, "netloop.inf")) return fail(2);
    if (needed) *needed = 4;
    if (!class_guid || !name || room < 4) return fail(insufficient_buffer);
    memcpy(class_guid, net_class, 16);
    for (int at = 0; at < 4; at++) name[at] = (wide) "Net"[at];
    return 1;
}

void *SetupDiCreateDeviceInfoList(const uint8_t *class_guid, void *window) {
    (void)window;
    if (class_guid && memcmp(class_guid, net_class, 16) != 0) return fail(class_mismatch), (void *)(intptr_t)-1;
    open_lists++;
    return &list_marker;
}

int SetupDiDestroyDeviceInfoList(void *list) {
    if (list != &list_marker || open_lists == 0) return fail(invalid_handle);
    open_lists--;
    return 1;
}

int SetupDiCreateDeviceInfoW(void *list, const wide *name, const uint8_t *class_guid, const wide *description, void *window, uint32_t flags, device_info *info) {
    char text[most_text];
    (void)description;
    (void)window;
    if (list != &list_marker || open_lists == 0) return fail(invalid_handle);
    if (!info || info->size != sizeof *info) return fail(invalid_user_buffer);
    if (!class_guid || memcmp(class_guid, net_class, 16) != 0) return fail(class_mismatch);
    if (flags != generate_id || !same_text(ascii(name, text), "Net")) return fail(invalid_parameter);
    if (device_count == most_devices) return fail(invalid_parameter);
    device *one = &devices[device_count];
    memset(one, 0, sizeof *one);
    for (int free = 0; !free; next_number += !free) {
        snprintf(one->instance, sizeof one->instance, "ROOT\\NET\\%04d", next_number);
        free = 1;
        for (int at = 0; at < device_count; at++) free = free && !same_text(devices[at].instance, one->instance);
    }
    memcpy(info->class_guid, net_class, 16);
    info->instance = (uint32_t)++device_count;
    return 1;
}

int SetupDiOpenDeviceInfoW(void *list, const wide *instance, void *window, uint32_t flags, device_info *info) {
    char text[most_text];
    (void)window;
    (void)flags;
    if (list != &list_marker || open_lists == 0) return fail(invalid_handle);
    if (!info || info->size != sizeof *info) return fail(invalid_user_buffer);
    ascii(instance, text);
    for (int at = 0; at < device_count; at++) {
        if (!devices[at].registered || !same_text(devices[at].instance, text)) continue;
        memcpy(info->class_guid, net_class, 16);
        info->instance = (uint32_t)at + 1;
        return 1;
    }
    return fail(no_such_device);
}

int SetupDiSetDeviceRegistryPropertyW(void *list, device_info *info, uint32_t property, const uint8_t *bytes, uint32_t size) {
    device *one = device_of(list, info);
    if (!one) return 0;
    if (property != property_hardware_id || !bytes || size < 4 || size % 2) return fail(invalid_parameter);
    /* REG_MULTI_SZ: the last two characters are NUL, and the size counts bytes. */
    for (uint32_t at = size - 4; at < size; at++) {
        if (bytes[at]) return fail(invalid_parameter);
    }
    ascii((const wide *)bytes, one->hardware_id);
    return strlen(one->hardware_id) * 2 + 4 == size ? 1 : fail(invalid_parameter);
}

int SetupDiGetDeviceRegistryPropertyW(void *list, device_info *info, uint32_t property, uint32_t *type, uint8_t *bytes, uint32_t room, uint32_t *needed) {
    device *one = device_of(list, info);
    if (!one) return 0;
    if (property != property_hardware_id) return fail(13);
    uint32_t length = (uint32_t)strlen(one->hardware_id), size = length * 2 + 4;
    if (needed) *needed = size;
    if (type) *type = 7;
    if (!bytes || room < size) return fail(insufficient_buffer);
    memset(bytes, 0, size);
    for (uint32_t at = 0; at < length; at++) bytes[at * 2] = (uint8_t)one->hardware_id[at];
    return 1;
}

int SetupDiGetDeviceInstanceIdW(void *list, device_info *info, wide *text, uint32_t room, uint32_t *needed) {
    device *one = device_of(list, info);
    if (!one) return 0;
    uint32_t length = (uint32_t)strlen(one->instance) + 1;
    if (needed) *needed = length;
    if (!text || room < length) return fail(insufficient_buffer);
    for (uint32_t at = 0; at < length; at++) text[at] = (wide)one->instance[at];
    return 1;
}

int SetupDiSetClassInstallParamsW(void *list, device_info *info, const remove_parameters *parameters, uint32_t size) {
    device *one = device_of(list, info);
    if (!one) return 0;
    /* The header's size is that of the header alone; scope 1 means all hardware profiles. */
    if (!parameters || size != sizeof *parameters || parameters->size != 8 || parameters->function != driver_remove) return fail(invalid_parameter);
    if (parameters->scope != 1) return fail(invalid_parameter);
    one->removal_chosen = 1;
    return 1;
}

int SetupDiCallClassInstaller(uint32_t function, void *list, device_info *info) {
    device *one = device_of(list, info);
    if (!one) return 0;
    if (function == driver_register) {
        if (one->registered || !same_text(one->hardware_id, "*MSLOOP")) return fail(invalid_parameter);
        one->registered = 1;
        int code = program("SetupDiCallClassInstaller DIF_REGISTERDEVICE", one->instance);
        one->registered = code == 0;
        return done(code);
    }
    if (function != driver_remove) return fail(invalid_parameter);
    if (!one->registered) return fail(not_registered);
    /* A device that this script made may go without parameters, an installed one may not. */
    if (one->installed && !one->removal_chosen) return fail(no_class_parameters);
    int code = program("SetupDiCallClassInstaller DIF_REMOVE", one->instance);
    if (code == 0) one->registered = one->installed = 0;
    return done(code);
}

static int install(device *one, const char *call) {
    if (!one->registered) return fail(not_registered);
    if (!same_text(one->hardware_id, "*MSLOOP")) return fail(no_compatible_drivers);
    int code = program(call, one->instance);
    if (code == 0) one->installed = 1;
    return done(code);
}

int DiInstallDevice(void *window, void *list, device_info *info, void *driver, uint32_t flags, int32_t *reboot) {
    (void)window;
    device *one = device_of(list, info);
    if (!one) return 0;
    /* Without a place for the answer Windows would ask the user to reboot. */
    if (driver || flags || !reboot) return fail(invalid_parameter);
    *reboot = 0;
    return install(one, "DiInstallDevice");
}

int DiUninstallDevice(void *window, void *list, device_info *info, uint32_t flags, int32_t *reboot) {
    (void)window;
    device *one = device_of(list, info);
    if (!one) return 0;
    if (flags || !reboot) return fail(invalid_parameter);
    *reboot = 0;
    if (!one->registered) return fail(not_registered);
    int code = program("DiUninstallDevice", one->instance);
    if (code == 0) one->registered = one->installed = 0;
    return done(code);
}

int UpdateDriverForPlugAndPlayDevicesW(void *window, const wide *hardware_id, const wide *inf, uint32_t flags, int32_t *reboot) {
    char text[most_text];
    int found = 0;
    (void)window;
    size_t length = strlen(ascii(inf, text));
    if (length < 11 || !same_text(text + length - 11, "netloop.inf")) return fail(2);
    if (!same_text(ascii(hardware_id, text), "*MSLOOP")) return fail(no_such_device);
    if (!reboot) return fail(invalid_parameter);
    *reboot = 0;
    for (int at = 0; at < device_count; at++) {
        if (!devices[at].registered || (devices[at].installed && !(flags & force_flag))) continue;
        found = 1;
        if (!install(&devices[at], devices[at].installed ? "UpdateDriverForPlugAndPlayDevicesW FORCE" : "UpdateDriverForPlugAndPlayDevicesW")) return 0;
    }
    return found ? 1 : fail(no_more_items);
}
